/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.util.Map;

/**
 * The figures of a manager at one moment.
 *
 * @param queueLength downloads that were handed over and that no loop has taken in yet
 * @param active downloads that a loop is sending
 * @param lingering connections whose answer is sent and whose client has not closed yet
 * @param openFiles distinct files that are open
 * @param total downloads handed over since the start
 * @param bytesSent bytes accepted by the sockets of clients since the start, heads included
 * @param outcomes ended downloads since the start, by outcome; every outcome is there
 */
public record ManagerStats(
        int queueLength,
        int active,
        int lingering,
        int openFiles,
        long total,
        long bytesSent,
        Map<Outcome, Long> outcomes) {
    public ManagerStats {
        outcomes = Map.copyOf(outcomes);
    }

    /** Ended downloads of one outcome. */
    public long ended(Outcome outcome) {
        return outcomes.get(outcome);
    }
}
