/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

/**
 * The rate over the last second or two: what was counted in this second and, as far as the window reaches back, in the one
 * before. One thread counts, any may read; who reads just when a second ends may see a little less than there was.
 */
final class RateMeter {
    private static final long SLOT_NANOS = 1_000_000_000L;

    private final long startNanos;
    private volatile long slot;
    private volatile long current;
    private volatile long previous;

    RateMeter(long nowNanos) {
        startNanos = nowNanos;
    }

    void add(long count, long nowNanos) {
        long nowSlot = (nowNanos - startNanos) / SLOT_NANOS;
        if (nowSlot != slot) {
            previous = nowSlot == slot + 1 ? current : 0;
            current = 0;
            slot = nowSlot;
        }
        long counted = current; // nobody else writes
        current = counted + count;
    }

    /** Count per second. */
    long perSecond(long nowNanos) {
        long elapsed = Math.max(0, nowNanos - startNanos);
        long behind = elapsed / SLOT_NANOS - slot;
        double inSlot = (elapsed % SLOT_NANOS) / (double) SLOT_NANOS;
        if (behind > 1) {
            return 0;
        }
        if (behind == 1) {
            return Math.round(current * (1 - inSlot));
        }
        if (slot == 0) {
            return Math.round(current / Math.max(inSlot, 0.05)); // it has not been running for a second yet
        }
        return Math.round(previous * (1 - inSlot) + current);
    }
}
