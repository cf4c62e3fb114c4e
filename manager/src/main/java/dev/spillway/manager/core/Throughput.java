/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The rate of a whole manager, from samples of a count that only grows. One thread takes them, any may ask. */
final class Throughput {
    /** Time between two samples. */
    static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int SAMPLES = 5;

    private final LongSupplier count;
    private final long[] counts = new long[SAMPLES];
    private final long[] nanos = new long[SAMPLES];
    private int taken;
    private volatile long perSecond;

    Throughput(LongSupplier count) {
        this.count = count;
    }

    /** Takes a sample; the rate is that since the oldest one that is kept. */
    void sample(long nowNanos) {
        long nowCount = count.getAsLong();
        int slot = taken % SAMPLES;
        int oldest = taken < SAMPLES ? 0 : slot;
        if (taken > 0) {
            double seconds = (nowNanos - nanos[oldest]) / (double) TimeUnit.SECONDS.toNanos(1);
            perSecond = seconds <= 0 ? 0 : Math.max(0, Math.round((nowCount - counts[oldest]) / seconds));
        }
        counts[slot] = nowCount;
        nanos[slot] = nowNanos;
        taken++;
    }

    long perSecond() {
        return perSecond;
    }
}
