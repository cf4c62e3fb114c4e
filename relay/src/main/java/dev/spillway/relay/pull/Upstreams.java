/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.pull;

import java.net.URI;
import java.util.List;

/** Where the pieces of a file can be had from; asked before every attempt, so that what main servers assign anew holds at once. */
@FunctionalInterface
public interface Upstreams {
    /** The places of the file at those who have the piece or will have it, best first; the source at the end. */
    List<URI> of(int piece);
}
