/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.pull;

import java.net.URI;
import java.util.List;

/** How a pull went, upstream by upstream. */
public record PullReport(List<Upstream> upstreams) {
    /**
     * One upstream.
     *
     * @param good pieces that came from it
     * @param bad pieces that did not fit their digest
     * @param givenUp whether it had failed or lied too often in the end
     */
    public record Upstream(URI address, int good, int bad, boolean givenUp) {}

    public PullReport {
        upstreams = List.copyOf(upstreams);
    }
}
