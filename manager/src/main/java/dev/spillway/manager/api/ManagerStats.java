/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.util.List;
import java.util.Map;

/**
 * The figures of a manager at one moment.
 *
 * @param queueLength downloads that were handed over and wait for their turn
 * @param active downloads that are being sent
 * @param lingering connections whose answer is sent and whose client has not closed yet
 * @param openFiles distinct files that are open
 * @param connectionsByLoop connections that each loop has
 * @param isDraining whether no more downloads are taken for now
 * @param total downloads handed over since the start
 * @param refused wishes for a download that got no place since the start, because all were taken
 * @param bytesSent bytes accepted by the sockets of clients since the start, heads included
 * @param bytesPerSecond rate of all downloads together over the last seconds
 * @param outcomes ended downloads since the start, by outcome; every outcome is there
 * @param waits how long downloads waited for their turn
 * @param coldReads how often the bytes to be sent were in memory
 */
public record ManagerStats(
        int queueLength,
        int active,
        int lingering,
        int openFiles,
        List<Integer> connectionsByLoop,
        boolean isDraining,
        long total,
        long refused,
        long bytesSent,
        long bytesPerSecond,
        Map<Outcome, Long> outcomes,
        WaitTimes waits,
        ColdReads coldReads) {
    public ManagerStats {
        connectionsByLoop = List.copyOf(connectionsByLoop);
        outcomes = Map.copyOf(outcomes);
    }

    /** Ended downloads of one outcome. */
    public long ended(Outcome outcome) {
        return outcomes.get(outcome);
    }
}
