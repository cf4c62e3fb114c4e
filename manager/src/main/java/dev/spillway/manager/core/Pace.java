/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

/**
 * Keeps one download at a rate: a bucket that fills at that rate and from which each turn takes what it sent. The bucket
 * is shallow, so that a client that was slow for a while does not get all at once what it left.
 */
final class Pace {
    private static final double NANOS_PER_SECOND = 1e9;

    /** The bucket holds what comes in this time, so that a loop that is late for a while does not cost the client. */
    private static final double DEPTH_SECONDS = 0.5;

    /** Sending is worthwhile for what comes in this time; less would only wake the loop more often. */
    private static final double WORTHWHILE_SECONDS = 0.05;

    private final double bytesPerNano;
    private final double depth;
    private final double worthwhile;
    private double tokens;
    private long filledNanos;

    /** Begins with just enough for the first turn: a full bucket would be a burst. */
    Pace(long bytesPerSecond, long nowNanos) {
        bytesPerNano = bytesPerSecond / NANOS_PER_SECOND;
        depth = Math.max(1, bytesPerSecond * DEPTH_SECONDS);
        worthwhile = Math.max(1, bytesPerSecond * WORTHWHILE_SECONDS);
        tokens = worthwhile;
        filledNanos = nowNanos;
    }

    /** Bytes that may be sent now; 0 if it is better to wait for {@link #nanosUntilWorthwhile}. */
    long available(long nowNanos) {
        tokens = Math.min(depth, tokens + (nowNanos - filledNanos) * bytesPerNano);
        filledNanos = nowNanos;
        return tokens < worthwhile ? 0 : (long) tokens;
    }

    /** Takes what was sent; a head that is larger than the bucket makes a debt. */
    void spend(long bytes) {
        tokens -= bytes;
    }

    /** Nanoseconds until sending is worthwhile again. */
    long nanosUntilWorthwhile() {
        return (long) Math.ceil((worthwhile - tokens) / bytesPerNano);
    }
}
