/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import java.util.function.LongSupplier;

/** Bytes a second over the last few seconds, in steps of a quarter of a second. Safe for use by several threads. */
final class RateMeter {
    private static final long STEP_NANOS = 250_000_000;
    private static final int STEPS = 8;
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongSupplier nanoTime;
    private final long[] bytes = new long[STEPS];
    private final long beginNanos;
    private long newestStep;
    private long total;

    RateMeter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.beginNanos = nanoTime.getAsLong();
    }

    synchronized void add(long count) {
        advance();
        bytes[(int) (newestStep % STEPS)] += count;
        total += count;
    }

    /** Bytes since the beginning. */
    synchronized long total() {
        return total;
    }

    /** Seconds since the beginning. */
    synchronized double age() {
        return (nanoTime.getAsLong() - beginNanos) / NANOS_PER_SECOND;
    }

    /** Seconds that the window reaches back when it is full. */
    static double windowSeconds() {
        return (STEPS - 1) * STEP_NANOS / NANOS_PER_SECOND;
    }

    /** Bytes a second over the window, or over the time since the beginning if that is shorter. */
    synchronized double rate() {
        advance();
        long sum = 0;
        for (long step : bytes) {
            sum += step;
        }
        long elapsed = nanoTime.getAsLong() - beginNanos;
        long oldestStepStart = Math.max(0, newestStep - STEPS + 1) * STEP_NANOS;
        return sum * NANOS_PER_SECOND / Math.max(elapsed - oldestStepStart, STEP_NANOS / 5);
    }

    private void advance() {
        long step = (nanoTime.getAsLong() - beginNanos) / STEP_NANOS;
        for (long i = Math.max(newestStep + 1, step - STEPS + 1); i <= step; i++) {
            bytes[(int) (i % STEPS)] = 0;
        }
        newestStep = Math.max(newestStep, step);
    }
}
