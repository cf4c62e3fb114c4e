/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.rate;

import dev.spillway.manager.api.Candidate;
import dev.spillway.manager.order.Line;
import java.util.function.LongFunction;

/**
 * What one download has of the limits that it shares with others: of its client, then of its rule, then of the whole. It
 * takes from them in this order, and waits at the first that has nothing. To be used under the lock of {@link Bandwidth}.
 */
final class Share extends Line.Waiter<Share> {
    /** Number of limits that a download may share. */
    static final int LIMITS = 3;

    final String client;
    final String rule;
    final Worker worker;

    /** What to do, on the thread of the worker, when the share is granted after a wait. */
    final Runnable onGranted;

    /** Gives the download as the discipline is to see it, at a time. */
    final LongFunction<Candidate> asCandidate;

    /** The limit of the client, once it was needed. */
    ClientTable.Account account;

    private final Bucket[] passed = new Bucket[LIMITS];
    private final long[] taken = new long[LIMITS];
    private final boolean[] waitedFor = new boolean[LIMITS];
    private int stage;
    private long granted;
    private volatile Bucket waitingAt;
    private volatile boolean isGranted;

    Share(String client, String rule, LongFunction<Candidate> asCandidate, Worker worker, Runnable onGranted) {
        this.client = client;
        this.rule = rule;
        this.worker = worker;
        this.asCandidate = asCandidate;
        this.onGranted = onGranted;
    }

    /** Bytes that are wanted, as far as what was passed so far allows them. Safe for use by the loop once all is passed. */
    long granted() {
        return granted;
    }

    /** Which limit is next, {@link #LIMITS} if all are passed. */
    int stage() {
        return stage;
    }

    /** Whether all limits are passed, so that the loop may send. Safe for use by the loop. */
    boolean isGranted() {
        return isGranted;
    }

    /** All limits are passed. */
    void complete() {
        isGranted = true;
    }

    /** Safe for use by the loop. */
    boolean isWaiting() {
        return waitingAt != null;
    }

    Bucket waitingAt() {
        return waitingAt;
    }

    /** Begins anew. */
    void want(long bytes) {
        stage = 0;
        granted = bytes;
    }

    void waitAt(Bucket bucket) {
        waitingAt = bucket;
    }

    /** The limit that it waited at lets so many bytes pass. */
    void grant(long bytes) {
        Bucket bucket = waitingAt;
        waitingAt = null;
        waitedFor[stage] = true;
        pass(bucket, bytes);
    }

    /** The next limit, if there is one, lets so many bytes pass. */
    void pass(Bucket bucket, long bytes) {
        passed[stage] = bucket;
        taken[stage] = bytes;
        granted = bytes;
        stage++;
    }

    /**
     * Puts back what was taken beyond what was sent, and has nothing any more. Until now it was its loop who was awaited
     * where it had waited, and that shall cost it nothing.
     */
    void settle(long sent, long nowNanos) {
        for (int i = 0; i < stage; i++) {
            if (waitedFor[i]) {
                passed[i].fillForWaiting(nowNanos);
                waitedFor[i] = false;
            }
            if (passed[i] != null && taken[i] != sent) {
                passed[i].putBack(taken[i] - sent);
            }
            passed[i] = null;
        }
        stage = 0;
        granted = 0;
        isGranted = false;
    }
}
