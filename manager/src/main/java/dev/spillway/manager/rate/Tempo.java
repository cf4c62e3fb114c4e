/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.rate;

import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.Outcome;
import java.time.Duration;

/**
 * Watches how fast a client takes what it is offered: a client that takes nothing at all for a while stalls, one that takes
 * something but less than the least rate is too slow. Time during which nothing is offered does not count.
 */
public final class Tempo {
    private final long stallNanos;
    private long progressNanos;

    /** Time and bytes of the window so far, without what came since {@link #offeredNanos}. */
    private long windowNanos;

    private long windowBytes;
    private long offeredNanos;

    public Tempo(Duration stallTimeout) {
        stallNanos = stallTimeout.toNanos();
    }

    /** From now on something is offered. */
    public void begin(long nowNanos) {
        progressNanos = nowNanos;
        offeredNanos = nowNanos;
    }

    /** From now on nothing is offered. */
    public void end(long nowNanos) {
        windowNanos += nowNanos - offeredNanos;
        offeredNanos = nowNanos;
    }

    /** The client took some bytes. */
    public void taken(long bytes, long nowNanos) {
        progressNanos = nowNanos;
        windowBytes += bytes;
    }

    /** Why the client is to be given up now, or null. */
    public Outcome verdict(Limits limits, long nowNanos) {
        if (nowNanos - progressNanos >= stallNanos) {
            return Outcome.STALLED;
        }
        end(nowNanos);
        if (windowNanos < limits.minRateWindow().toNanos()) {
            return null;
        }
        double perSecond = windowBytes * 1e9 / windowNanos;
        windowNanos = 0;
        windowBytes = 0;
        return perSecond < limits.minBytesPerSecond() ? Outcome.TOO_SLOW : null;
    }

    /** When to ask for the verdict next, if nothing happens before. */
    public long deadlineNanos(Limits limits) {
        long stalled = progressNanos + stallNanos;
        if (limits.minBytesPerSecond() == 0) {
            return stalled;
        }
        long slow = offeredNanos + Math.max(0, limits.minRateWindow().toNanos() - windowNanos);
        return stalled - slow < 0 ? stalled : slow;
    }
}
