/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.rate;

import dev.spillway.manager.api.Discipline;
import dev.spillway.manager.api.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The limits of the rate that downloads share: that of each client, of each rule and of the whole manager. For use by all
 * loops, under one lock, which is held for some steps in memory once or twice a turn. A download that has to wait costs
 * nothing until its part has come in: the loop where somebody began to wait has a timer for that.
 *
 * <p>Where nothing is shared nobody comes here.
 */
public final class Bandwidth {
    private final Discipline discipline;
    private final int turnBytes;
    private final Bucket whole;
    private final Map<String, Bucket> rules = new HashMap<>();
    private final ClientTable clients = new ClientTable();
    private volatile Limits limits;
    private volatile boolean isUnlimited;

    public Bandwidth(Discipline discipline, int turnBytes, Limits limits) {
        this.discipline = discipline;
        this.turnBytes = turnBytes;
        whole = newBucket(limits.bytesPerSecond());
        setLimits(limits);
    }

    /** The limits that hold now. */
    Limits limits() {
        return limits;
    }

    /** Whether no limit is shared. */
    boolean isUnlimited() {
        return isUnlimited;
    }

    /**
     * Takes a part of the limits. Called on the thread of the share's worker.
     *
     * @return bytes that may be sent now; 0 if the share waits, and will be told when it is granted
     */
    long take(Share share, long wanted, long nowNanos) {
        synchronized (this) {
            share.want(wanted);
            return passes(share, share.worker, nowNanos) ? share.granted() : 0;
        }
    }

    /** Puts back what was granted and not sent. */
    synchronized void settle(Share share, long sent) {
        share.settle(sent, System.nanoTime());
    }

    /** Puts everything back, and waits no more. */
    synchronized void leave(Share share) {
        if (share.isWaiting()) {
            share.waitingAt().line().remove(share);
            share.waitAt(null);
        }
        share.settle(0, System.nanoTime());
    }

    /** The download has ended. */
    synchronized void end(Share share, long nowNanos) {
        leave(share);
        if (share.account != null) {
            clients.release(share.account, nowNanos);
            share.account = null;
        }
    }

    /** Has other limits hold from now on. */
    public void setLimits(Limits newLimits) {
        Map<Bucket, Worker> waitedFor = new HashMap<>();
        synchronized (this) {
            limits = newLimits;
            long nowNanos = System.nanoTime();
            whole.setRate(newLimits.bytesPerSecond(), nowNanos);
            newLimits.rules().forEach((rule, rate) -> rules.computeIfAbsent(rule, any -> newBucket(rate)));
            rules.forEach((rule, bucket) -> bucket.setRate(newLimits.ruleBytesPerSecond(rule), nowNanos));
            rules.values()
                    .removeIf(bucket -> bucket.isUnlimited() && bucket.line().isEmpty());
            clients.used().forEach(account -> account.bucket().setRate(newLimits.clientBytesPerSecond(), nowNanos));
            clients.clearIdle();
            isUnlimited = newLimits.bytesPerSecond() == 0
                    && newLimits.clientBytesPerSecond() == 0
                    && newLimits.rules().values().stream().allMatch(rate -> rate == 0);
            List<Bucket> buckets = new ArrayList<>();
            all(buckets);
            buckets.removeIf(bucket -> bucket.ticking() == null);
            buckets.forEach(bucket -> waitedFor.put(bucket, bucket.ticking()));
        }
        waitedFor.forEach(this::tickSoon);
    }

    /** A worker has ended; others look after those for whom it had a timer. */
    public void onEnded(Worker worker) {
        List<Bucket> orphans = new ArrayList<>();
        List<Worker> heirs = new ArrayList<>();
        synchronized (this) {
            all(orphans);
            orphans.removeIf(bucket -> bucket.ticking() != worker);
            orphans.forEach(Bucket::abandonTick);
            orphans.removeIf(bucket -> bucket.line().isEmpty());
            orphans.forEach(bucket -> heirs.add(bucket.line().first().worker));
        }
        for (int i = 0; i < orphans.size(); i++) {
            tickSoon(orphans.get(i), heirs.get(i));
        }
    }

    /** Number of clients that are known. */
    synchronized int knownClients() {
        return clients.size();
    }

    private void all(List<Bucket> buckets) {
        buckets.add(whole);
        buckets.addAll(rules.values());
        clients.used().forEach(account -> buckets.add(account.bucket()));
    }

    private Bucket newBucket(long bytesPerSecond) {
        return new Bucket(bytesPerSecond, discipline, this::onTick, System.nanoTime());
    }

    /** Passes the limits that are left, as far as they let it; false if it waits now. */
    private boolean passes(Share share, Worker current, long nowNanos) {
        while (share.stage() < Share.LIMITS) {
            Bucket bucket = bucket(share);
            if (bucket == null) {
                share.pass(null, share.granted());
                continue;
            }
            bucket.fill(nowNanos);
            long granted = bucket.takeAtOnce(share.granted(), turnBytes);
            if (granted == 0) {
                share.waitAt(bucket);
                bucket.line().add(share, share.asCandidate.apply(nowNanos));
                bucket.ensureTick(current, turnBytes, nowNanos);
                return false;
            }
            share.pass(bucket, granted);
        }
        share.complete();
        return true;
    }

    private Bucket bucket(Share share) {
        return switch (share.stage()) {
            case 0 -> ofClient(share);
            case 1 -> rules.get(share.rule);
            default -> whole.isUnlimited() ? null : whole;
        };
    }

    private Bucket ofClient(Share share) {
        long rate = limits.clientBytesPerSecond();
        if (rate == 0) {
            return null;
        }
        if (share.account == null) {
            share.account = clients.acquire(share.client, () -> newBucket(rate));
        }
        return share.account.bucket();
    }

    /** On the thread of the loop whose timer it was. */
    private void onTick(Bucket bucket) {
        tick(bucket, bucket.ticking());
    }

    private void tickSoon(Bucket bucket, Worker worker) {
        worker.execute(() -> tick(bucket, worker));
    }

    /** Lets go on who may. */
    private void tick(Bucket bucket, Worker worker) {
        List<Share> granted = new ArrayList<>();
        synchronized (this) {
            long nowNanos = System.nanoTime();
            bucket.stopTick(worker);
            bucket.fill(nowNanos);
            for (Share next = bucket.takeForFirst(turnBytes); next != null; next = bucket.takeForFirst(turnBytes)) {
                if (passes(next, worker, nowNanos)) {
                    granted.add(next);
                }
            }
            bucket.ensureTick(worker, turnBytes, nowNanos);
        }
        for (Share share : granted) {
            if (share.worker == worker) {
                share.onGranted.run();
            } else {
                share.worker.execute(share.onGranted);
            }
        }
    }
}
