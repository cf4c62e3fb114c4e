/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last ten minutes, second by second. Safe for use by any thread. */
final class History {
    private static final int MAX_SAMPLES = 600;

    private final Deque<Sample> samples = new ArrayDeque<>(MAX_SAMPLES);

    /**
     * The figures of one moment.
     *
     * @param millis of the epoch
     * @param waiting downloads that wait
     * @param active downloads that are being sent
     * @param bytesPerSecond sent to all of them
     */
    record Sample(long millis, int waiting, int active, long bytesPerSecond) {}

    synchronized void add(Sample sample) {
        if (samples.size() == MAX_SAMPLES) {
            samples.removeFirst();
        }
        samples.addLast(sample);
    }

    /** From the oldest to the newest. */
    synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }
}
