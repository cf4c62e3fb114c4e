/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.rate;

import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.Terms;

/** Holds one download to the rate that is its own. Used on the thread of its loop. */
final class Throttle {
    /** One send is worthwhile for what comes in this time, up to some bytes; less would only wake the loop more often. */
    private static final double LONGEST_STEP_SECONDS = 0.2;

    private static final double SHORTEST_STEP_SECONDS = 0.02;

    private static final int STEP_BYTES = 256 << 10;

    private static final long NOT_SET = -1;

    private final Terms terms;
    private volatile long setRate = NOT_SET;
    private Pace pace;
    private boolean isWaiting;
    private long sent;

    Throttle(Terms terms) {
        this.terms = terms;
    }

    /** Bytes per second that hold for the download alone, 0 for no limit. Safe for use by any thread. */
    long bytesPerSecond(Limits limits) {
        long set = setRate;
        if (set != NOT_SET) {
            return set;
        }
        return terms.bytesPerSecond() > 0 ? terms.bytesPerSecond() : limits.downloadBytesPerSecond();
    }

    /** Whether a download under these terms that has so many bytes to send would be held back at some point. */
    static boolean limits(Terms terms, Limits limits, long bytes) {
        Throttle throttle = new Throttle(terms);
        return throttle.bytesPerSecond(limits) > 0 && bytes > throttle.freeBytes(limits);
    }

    /** Changes the limit, from now on. */
    void setRate(long bytesPerSecond) {
        setRate = bytesPerSecond;
    }

    /** Bytes that may be sent now, up to those that are wanted; 0 if it is better to wait. */
    long allowed(long wanted, Limits limits, long nowNanos) {
        long rate = bytesPerSecond(limits);
        if (rate == 0) {
            pace = null;
            return wanted;
        }
        long free = freeBytes(limits) - sent;
        if (free > 0) {
            return Math.min(wanted, free);
        }
        if (pace == null) {
            pace = new Pace(rate, nowNanos);
        } else if (pace.bytesPerSecond() != rate) {
            pace.setRate(rate, nowNanos);
        }
        pace.fill(nowNanos, isWaiting);
        boolean hasWaited = isWaiting;
        isWaiting = !pace.has(Math.min(step(), (double) wanted));
        return isWaiting ? 0 : Math.min(wanted, Math.max(1, hasWaited ? afterWait() : pace.available()));
    }

    /**
     * Whoever comes somewhat late takes one step nevertheless, and waits less for the next: else those who are held up
     * together would fall in step, and all send at once ever after.
     */
    private long afterWait() {
        return pace.has(2 * step()) ? pace.available() : (long) step();
    }

    /** Counts what was sent. */
    void spend(long bytes) {
        sent += bytes;
        if (pace != null) {
            pace.spend(bytes);
        }
    }

    /** Nanoseconds until something is allowed again, after nothing was. */
    long nanosUntilAllowed() {
        return pace.nanosUntil(step());
    }

    private long freeBytes(Limits limits) {
        return terms.bytesPerSecond() > 0 && setRate == NOT_SET ? terms.limitAfter() : limits.limitAfter();
    }

    private double step() {
        double rate = pace.bytesPerSecond();
        double step = Math.min(rate * LONGEST_STEP_SECONDS, Math.max(STEP_BYTES, rate * SHORTEST_STEP_SECONDS));
        return Math.max(1, step);
    }
}
