/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.Terms;

/**
 * What a download may send: by the limit of its own, and by those that it shares with others. Used on the thread of its
 * loop, but for {@link #bytesPerSecond}.
 */
final class Allowance {
    private final Engine engine;
    private final Throttle throttle;
    private final Share share;
    private long nanosToWait;

    Allowance(Engine engine, Terms terms, Share share) {
        this.engine = engine;
        this.share = share;
        throttle = new Throttle(terms);
    }

    /** Limit of the download alone, 0 for none. Safe for use by any thread. */
    long bytesPerSecond() {
        return throttle.bytesPerSecond(engine.limits());
    }

    void setRate(long bytesPerSecond) {
        throttle.setRate(bytesPerSecond);
    }

    /**
     * Bytes that may be sent now, up to those that are wanted; 0 if it has to wait, either for {@link #nanosToWait} or
     * until the share is granted.
     */
    long take(long wanted, long nowNanos) {
        long own = throttle.allowed(wanted, engine.limits(), nowNanos);
        nanosToWait = own == 0 ? throttle.nanosUntilAllowed() : 0;
        if (own == 0 || (engine.bandwidth().isUnlimited() && !share.isGranted())) {
            return own;
        }
        if (share.isGranted()) {
            return Math.min(own, share.granted());
        }
        return engine.bandwidth().take(share, own, nowNanos);
    }

    /** How long to wait after nothing was allowed; 0 if the share will tell. */
    long nanosToWait() {
        return nanosToWait;
    }

    /** Whether nobody but time is waited for, so that it may be worth asking again when something has changed. */
    boolean isShareFree() {
        return !share.isWaiting();
    }

    /** Counts what was sent. */
    void spend(long bytes) {
        throttle.spend(bytes);
        if (share.isGranted()) {
            engine.bandwidth().settle(share, bytes);
        }
    }

    /** Nothing will be sent for a while. */
    void leave() {
        engine.bandwidth().leave(share);
    }

    /** Nothing will be sent any more. */
    void end(long nowNanos) {
        engine.bandwidth().end(share, nowNanos);
    }
}
