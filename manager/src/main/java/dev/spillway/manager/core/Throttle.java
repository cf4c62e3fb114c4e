/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.Terms;

/** Holds one download to its rate. Used on the thread of its loop; the rates may be looked at by any. */
final class Throttle {
    private final long limitAfter;
    private volatile long bytesPerSecond;
    private volatile int priority;
    private Pace pace;
    private long sent;

    Throttle(Terms terms) {
        bytesPerSecond = terms.bytesPerSecond();
        limitAfter = terms.limitAfter();
        priority = terms.priority();
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }

    int priority() {
        return priority;
    }

    /** Changes the limit, from now on. */
    void setRate(long newBytesPerSecond) {
        bytesPerSecond = newBytesPerSecond;
        pace = null;
    }

    void setPriority(int newPriority) {
        priority = newPriority;
    }

    /** Bytes that may be sent now, up to those that are wanted; 0 if it is better to wait. */
    long allowed(long wanted, long nowNanos) {
        long free = limitAfter - sent;
        if (bytesPerSecond == 0) {
            return wanted;
        }
        if (free > 0) {
            return Math.min(wanted, free);
        }
        if (pace == null) {
            pace = new Pace(bytesPerSecond, nowNanos);
        }
        return Math.min(wanted, pace.available(nowNanos));
    }

    /** Counts what was sent. */
    void spend(long bytes) {
        sent += bytes;
        if (pace != null) {
            pace.spend(bytes);
        }
    }

    /** Nanoseconds until something is allowed again. */
    long nanosUntilAllowed() {
        return pace.nanosUntilWorthwhile();
    }
}
