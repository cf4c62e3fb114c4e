/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.rate;

import dev.spillway.manager.api.Candidate;
import dev.spillway.manager.api.Terms;
import java.util.function.LongFunction;

/**
 * What a download may send: by the limit of its own, and by those that it shares with others. Used on the thread of its
 * loop, but for {@link #bytesPerSecond}.
 */
public final class Allowance {
    private final Bandwidth bandwidth;
    private final Throttle throttle;
    private final Share share;
    private long nanosToWait;

    /**
     * Of a download.
     *
     * @param asCandidate gives it as the discipline is to see it, at a time
     * @param worker whose thread it is sent on
     * @param onGranted run there when it may go on after it waited for its part of a shared limit; not if time was all
     *     that was waited for
     */
    public Allowance(Bandwidth bandwidth, LongFunction<Candidate> asCandidate, Worker worker, Runnable onGranted) {
        this.bandwidth = bandwidth;
        Candidate candidate = asCandidate.apply(System.nanoTime());
        share = new Share(candidate.client(), candidate.terms().rule(), asCandidate, worker, onGranted);
        throttle = new Throttle(candidate.terms());
    }

    /** Whether some limit would have a say about a download that has so many bytes to send. */
    public static boolean isLimited(Terms terms, Bandwidth bandwidth, long bytes) {
        return !bandwidth.isUnlimited() || Throttle.limits(terms, bandwidth.limits(), bytes);
    }

    /** Limit of the download alone, 0 for none. Safe for use by any thread. */
    public long bytesPerSecond() {
        return throttle.bytesPerSecond(bandwidth.limits());
    }

    public void setRate(long bytesPerSecond) {
        throttle.setRate(bytesPerSecond);
    }

    /**
     * Bytes that may be sent now, up to those that are wanted; 0 if it has to wait, either for {@link #nanosToWait} or
     * until the share is granted.
     */
    public long take(long wanted, long nowNanos) {
        long own = throttle.allowed(wanted, bandwidth.limits(), nowNanos);
        nanosToWait = own == 0 ? throttle.nanosUntilAllowed() : 0;
        if (own == 0 || (bandwidth.isUnlimited() && !share.isGranted())) {
            return own;
        }
        if (share.isGranted()) {
            return Math.min(own, share.granted());
        }
        return bandwidth.take(share, own, nowNanos);
    }

    /** How long to wait after nothing was allowed; 0 if the share will tell. */
    public long nanosToWait() {
        return nanosToWait;
    }

    /** Whether the share is granted, and not used yet. */
    public boolean isGranted() {
        return share.isGranted();
    }

    /** Whether nobody but time is waited for, so that it may be worth asking again when something has changed. */
    public boolean isShareFree() {
        return !share.isWaiting();
    }

    /** Counts what was sent. */
    public void spend(long bytes) {
        throttle.spend(bytes);
        if (share.isGranted()) {
            bandwidth.settle(share, bytes);
        }
    }

    /** Nothing will be sent for a while. */
    public void leave() {
        bandwidth.leave(share);
    }

    /** Nothing will be sent any more. */
    public void end(long nowNanos) {
        bandwidth.end(share, nowNanos);
    }
}
