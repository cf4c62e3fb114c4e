/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.admin;

import java.util.List;

/**
 * A terminal that is registered.
 *
 * @param address where it takes requests and serves pieces
 * @param files where its clients find what is published, ending with a slash
 * @param state {@code ACTIVE} or {@code DRAINED}
 * @param rank 1 is the best
 * @param heardSeconds since its last heartbeat
 * @param load what it says of itself: 0 is idle, 1 is full
 * @param responseSeconds from a message to its acknowledgement, as a moving figure, like the following
 * @param uploadRate bytes per second that it can pass on
 * @param downloadRate bytes per second that it can take
 * @param reliability share of transfers that ended well
 * @param measuredSeconds age of these figures
 */
public record NodeView(
        String id,
        String address,
        String files,
        List<String> groups,
        boolean relays,
        String state,
        int rank,
        double heardSeconds,
        double load,
        double responseSeconds,
        double uploadRate,
        double downloadRate,
        double reliability,
        double measuredSeconds) {}
