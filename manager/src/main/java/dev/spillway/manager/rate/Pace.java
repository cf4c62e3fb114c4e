/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.rate;

/**
 * A bucket that fills at a rate, and from which is taken what is sent. It is shallow, so that who was slow for a while does
 * not get all at once what he left; only who waits for it to fill gets all that came in meanwhile, so that a loop which is
 * late costs nobody anything.
 */
final class Pace {
    private static final double NANOS_PER_SECOND = 1e9;

    /** The bucket begins with what comes in this time: a full one would be a burst. */
    private static final double START_SECONDS = 0.05;

    private static final double DEPTH_SECONDS = 0.1;

    private static final double DEPTH_SECONDS_OF_WAITING = 1;

    private double bytesPerSecond;
    private double tokens;
    private long filledNanos;

    /** @param bytesPerSecond 0 stands for none, and then nothing is to be asked */
    Pace(long bytesPerSecond, long nowNanos) {
        this.bytesPerSecond = bytesPerSecond;
        tokens = bytesPerSecond * START_SECONDS;
        filledNanos = nowNanos;
    }

    double bytesPerSecond() {
        return bytesPerSecond;
    }

    /** Changes the rate from now on; nothing is forgiven. */
    void setRate(long newBytesPerSecond, long nowNanos) {
        fill(nowNanos, false);
        bytesPerSecond = newBytesPerSecond;
        tokens = Math.min(tokens, newBytesPerSecond * DEPTH_SECONDS);
    }

    /**
     * Has come in what has come in.
     *
     * @param wasWaited for, since the last time
     */
    void fill(long nowNanos, boolean wasWaited) {
        double come = (nowNanos - filledNanos) / NANOS_PER_SECOND * bytesPerSecond;
        double depth = bytesPerSecond * (wasWaited ? DEPTH_SECONDS_OF_WAITING : DEPTH_SECONDS);
        tokens = Math.min(tokens + come, Math.max(Math.max(1, depth), tokens));
        filledNanos = nowNanos;
    }

    /** Whether there are so many bytes to take. */
    boolean has(double bytes) {
        return tokens >= bytes;
    }

    /** Bytes that may be taken; less than 0 after too many were. */
    long available() {
        return (long) Math.floor(tokens);
    }

    /** Takes bytes out, or puts some back if there are less than 0. */
    void spend(long bytes) {
        tokens -= bytes;
    }

    /** Nanoseconds until there are so many bytes, more than 0. */
    long nanosUntil(double bytes) {
        return Math.max(1, (long) Math.ceil((bytes - tokens) / bytesPerSecond * NANOS_PER_SECOND));
    }
}
