/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * All that one run does, bounded in time.
 *
 * @param server where to
 * @param downloads groups of downloading clients
 * @param pages the page probe, if any
 * @param warmUp time from the start to the window; what happens in it is not counted
 * @param window time that is measured
 * @param loops threads that the downloading clients are spread over
 * @param tls what downloads are encrypted with, if they are
 */
public record LoadPlan(
        InetSocketAddress server,
        List<DownloadPlan> downloads,
        Optional<PagePlan> pages,
        Duration warmUp,
        Duration window,
        int loops,
        Optional<SSLContext> tls) {
    public LoadPlan {
        downloads = List.copyOf(downloads);
    }
}
