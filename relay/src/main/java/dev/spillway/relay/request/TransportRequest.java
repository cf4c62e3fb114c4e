/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

import dev.spillway.relay.plan.FanOut;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What a main server asks terminals to fetch and to pass on (D4). The whole of it is signed, and every terminal gets the same: whoever relays it passes on the
 * very bytes, so it can neither add a target nor an address to fetch from.
 *
 * @param transfer the same in all requests of one transfer
 * @param issue counts the requests of a transfer; a terminal follows the highest that it has seen
 * @param issued whole seconds
 * @param lapses not to be followed from then on, at most {@link #LONGEST} after {@code issued}
 * @param main where to acknowledge
 * @param source where the file comes from: the main server or a distribution server
 * @param fanOut children of the source, 1 to 5
 * @param measuredFanOut whether relays have as many children as their measured upload can feed, see {@link FanOut}; else as many as the source
 * @param targets by rank, best first, 1 to {@link #MOST_TARGETS}, each once
 */
public record TransportRequest(
        UUID transfer,
        int issue,
        Instant issued,
        Instant lapses,
        URI main,
        URI source,
        FileSpec file,
        int fanOut,
        boolean measuredFanOut,
        List<Target> targets) {
    public static final Duration LONGEST = Duration.ofDays(7);
    public static final int MOST_TARGETS = 20_000;

    public TransportRequest {
        targets = List.copyOf(targets);
        Bounds.check("issue", issue, 0, Integer.MAX_VALUE);
        Bounds.checkServer("main server", main);
        Bounds.checkServer("source", source);
        Bounds.check("fanOut", fanOut, 1, FanOut.MOST);
        Bounds.check("targets", targets.size(), 1, MOST_TARGETS);
        if (!Bounds.wholeSeconds(issued) || !Bounds.wholeSeconds(lapses)) {
            throw new IllegalArgumentException("issued " + issued + ", lapses " + lapses + ": want whole seconds");
        }
        Bounds.check("seconds of validity", Duration.between(issued, lapses).toSeconds(), 1, LONGEST.toSeconds());
        Set<String> ids = new HashSet<>();
        for (Target target : targets) {
            if (!ids.add(target.id())) {
                throw new IllegalArgumentException("a terminal is a target twice");
            }
        }
    }
}
