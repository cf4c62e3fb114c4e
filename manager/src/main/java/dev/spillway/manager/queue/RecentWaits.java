/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.queue;

import dev.spillway.manager.api.WaitTimes;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** The last waits for a turn. For use by any thread. */
public final class RecentWaits {
    private static final int KEPT = 1024;

    private final AtomicLongArray nanos = new AtomicLongArray(KEPT);
    private final AtomicLong count = new AtomicLong();

    public void add(long waitedNanos) {
        nanos.set((int) (count.getAndIncrement() % KEPT), waitedNanos);
    }

    public WaitTimes times() {
        long all = count.get();
        int known = (int) Math.min(all, KEPT);
        if (known == 0) {
            return WaitTimes.NONE;
        }
        long[] sorted = new long[known];
        Arrays.setAll(sorted, nanos::get);
        Arrays.sort(sorted);
        return new WaitTimes(
                all, percentile(sorted, 50), percentile(sorted, 95), percentile(sorted, 99), percentile(sorted, 100));
    }

    /** The least that so many of a hundred don't exceed. */
    private static Duration percentile(long[] sorted, int percent) {
        int index = (sorted.length * percent + 99) / 100 - 1;
        return Duration.ofNanos(sorted[Math.max(0, index)]);
    }
}
