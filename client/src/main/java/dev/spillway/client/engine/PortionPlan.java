/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.store.Span;
import dev.spillway.client.store.Spans;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Who fetches what: every byte of the file is there, or belongs to one portion, or is free (B5, B8). While bytes are free, portions are cut from them in
 * proportion to the rate of the worker and become smaller towards the end, so that all are through at about the same time. Then whoever is idle takes
 * over the end of the portion that would last longest, or all that is left of it if its worker has stopped moving. Safe for use by several threads;
 * while it holds its lock it asks workers for their rates, so they must answer without a lock that is ever held while the plan is called.
 */
final class PortionPlan {
    static final long SMALLEST = 256 * 1024;
    private static final long LARGEST = 256L << 20;
    private static final long UNMEASURED = 2 << 20;
    private static final double LONGEST_SECONDS = 10;

    /** A take-over costs the old worker its connection, so it must save at least this much. */
    private static final double WORTH_SECONDS = 0.1;

    /** A portion shall last so many times as long as it takes to begin it, within the two bounds: a link stands idle for that time. */
    private static final double STARTS_PER_PORTION = 2.5;

    private static final double SHORTEST_SECONDS = 0.1;
    private static final double SHORTEST_SECONDS_FAR_AWAY = 1;

    private static final double PATIENCE_SECONDS = 1.5;

    private static final long SMALLEST_SPLIT = 16 * 1024;

    /** Stands for the rate of a worker who does not move, so that his portion seems to last for ever but can be divided by. */
    private static final double STANDSTILL = 1;

    private final long size;
    private final Spans have;
    private final Spans free = new Spans();
    private final Set<Portion> active = new LinkedHashSet<>();
    private boolean closed;

    /**
     * @param have bytes that are there already; belongs to the plan from now on
     */
    PortionPlan(long size, Spans have) {
        this.size = size;
        this.have = have;
        have.gaps(0, size).forEach(gap -> free.add(gap.start(), gap.end(), Span.NOBODY));
    }

    long size() {
        return size;
    }

    synchronized boolean isComplete() {
        return have.total() == size;
    }

    /** Whether there is nothing left to do for anybody. */
    synchronized boolean isOver() {
        return closed || isComplete();
    }

    synchronized long done() {
        return have.total();
    }

    /** How far the free bytes reach from a place. */
    synchronized long freeEnd(long start) {
        List<Span> following = free.within(start, size);
        return following.isEmpty() || following.get(0).start() > start
                ? start
                : following.get(0).end();
    }

    synchronized List<Span> haveWithin(long start, long end) {
        return have.within(start, end);
    }

    synchronized boolean has(long start, long end) {
        return have.covers(start, end);
    }

    /** A portion at a set place, for bytes whose transfer has begun already. */
    synchronized Portion claim(Worker worker, long start, long end) {
        free.remove(start, end);
        return begin(new Portion(worker, start, end));
    }

    /** A portion for an idle worker; null if there is nothing that he could speed up. */
    Portion take(Worker worker) {
        Portion taken;
        Worker starved = null;
        synchronized (this) {
            taken = takeFree(worker);
            if (taken != null || closed) {
                return taken;
            }
            Portion victim = longestLasting(worker);
            if (victim == null) {
                return null;
            }
            taken = split(victim, worker);
            if (taken != null && victim.end == victim.received) {
                starved = victim.worker;
            }
        }
        if (starved != null) {
            starved.stop();
        }
        return taken;
    }

    /** A portion of bytes that nobody has taken; null if there are none. */
    synchronized Portion takeFree(Worker worker) {
        return closed || free.isEmpty() ? null : cut(worker, free.first());
    }

    private Portion cut(Worker worker, Span gap) {
        long length = Math.min(gap.length(), portionBytes(worker));
        if (gap.length() - length < SMALLEST) {
            length = Math.min(gap.length(), Math.max(length, SMALLEST) + SMALLEST);
        }
        free.remove(gap.start(), gap.start() + length);
        return begin(new Portion(worker, gap.start(), gap.start() + length));
    }

    private long portionBytes(Worker worker) {
        double rate = worker.rate();
        if (rate <= 0) {
            return Math.max(SMALLEST, Math.min(UNMEASURED, free.total() / (active.size() + 2L)));
        }
        double all = rate
                + active.stream().mapToDouble(portion -> portion.worker.rate()).sum();
        double fair = free.total() * (rate / all) / 2;
        double longest = Math.min(rate * LONGEST_SECONDS, LARGEST);
        double shortest = rate
                * Math.max(
                        SHORTEST_SECONDS,
                        Math.min(worker.startSeconds() * STARTS_PER_PORTION, SHORTEST_SECONDS_FAR_AWAY));
        return (long) Math.max(SMALLEST, Math.min(longest, Math.max(fair, shortest)));
    }

    private Portion begin(Portion portion) {
        active.add(portion);
        return portion;
    }

    private Portion longestLasting(Worker worker) {
        Portion longest = null;
        double longestSeconds = 0;
        for (Portion portion : active) {
            double seconds = left(portion) / Math.max(portion.worker.rate(), STANDSTILL);
            boolean takeable = portion.worker != worker && left(portion) > 0 && !isAwaitingItsFirstByte(portion);
            if (takeable && seconds > longestSeconds) {
                longest = portion;
                longestSeconds = seconds;
            }
        }
        return longest;
    }

    /** Were such a portion taken over, two idle workers could take it from each other for ever, and neither would get an answer. */
    private static boolean isAwaitingItsFirstByte(Portion portion) {
        double seconds = (System.nanoTime() - portion.beginNanos) / 1e9;
        return portion.received == portion.start && seconds < PATIENCE_SECONDS + 2 * portion.worker.startSeconds();
    }

    private static long left(Portion portion) {
        return portion.end - portion.received;
    }

    /** Gives the end of a portion to a new worker, such that both are through at the same time. */
    private Portion split(Portion victim, Worker worker) {
        long left = left(victim);
        double oldRate = Math.max(victim.worker.rate(), STANDSTILL);
        double newRate = worker.rate() > 0 ? worker.rate() : oldRate;
        double together = ((double) left + newRate * worker.startSeconds()) / (oldRate + newRate);
        long kept = Math.min(left, (long) (oldRate * together));
        if ((double) left / oldRate - together < WORTH_SECONDS || left - kept < Math.min(left, SMALLEST_SPLIT)) {
            return null;
        }
        if (kept < SMALLEST_SPLIT) {
            kept = 0;
        }
        long start = victim.received + kept;
        Portion taken = begin(new Portion(worker, start, victim.end));
        victim.end = start;
        return taken;
    }

    /** Waits until bytes are free or the file is complete, but no longer than so many nanoseconds. */
    synchronized void awaitFree(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && free.isEmpty() && !isOver(); left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** A worker has received bytes; returns how many of them he shall write. */
    synchronized int receive(Portion portion, int count) {
        int wanted = portion.revoked ? 0 : (int) Math.min(count, left(portion));
        portion.received += wanted;
        return wanted;
    }

    /** How many more bytes the portion wants; 0 when it is through or was taken away. */
    synchronized long wanted(Portion portion) {
        return portion.revoked ? 0 : left(portion);
    }

    /** Bytes that were received are in the file now; returns false if they do not count any more. */
    synchronized boolean commit(Portion portion, int count) {
        if (portion.revoked) {
            return false;
        }
        have.add(portion.written, portion.written + count, portion.worker.server());
        portion.written += count;
        return true;
    }

    /** A worker is through with his portion, or gives it up: what is missing is free again. */
    synchronized void release(Portion portion) {
        if (!portion.revoked && active.remove(portion) && portion.written < portion.end) {
            free.add(portion.written, portion.end, Span.NOBODY);
            notifyAll();
        }
    }

    /** Takes all portions of a server back. On return none of its workers writes any more, and what they receive does not count. */
    void revoke(int server) {
        revokeAll(activeOf(server));
    }

    /** Ends all work. On return nobody writes any more, and nobody gets another portion. */
    void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        revokeAll(allActive());
    }

    private void revokeAll(List<Portion> portions) {
        for (Portion portion : portions) {
            // Whoever holds this lock is writing; the bytes may be free for others only when that is over.
            portion.writing.lock();
            try {
                revoke(portion);
            } finally {
                portion.writing.unlock();
            }
        }
    }

    private synchronized List<Portion> allActive() {
        return List.copyOf(active);
    }

    private synchronized List<Portion> activeOf(int server) {
        return active.stream()
                .filter(portion -> portion.worker.server() == server)
                .toList();
    }

    private synchronized void revoke(Portion portion) {
        release(portion);
        portion.revoked = true;
    }

    /** The bytes in the file that came from a server. */
    synchronized List<Span> from(int server) {
        return have.ownedBy(server);
    }

    /** Bytes that are in the file are wrong: they are to be fetched again. */
    synchronized void reopen(long start, long end) {
        List<Span> wrong = new ArrayList<>(have.within(start, end));
        have.remove(start, end);
        wrong.forEach(span -> free.add(span.start(), span.end(), Span.NOBODY));
    }

    /** Bytes were mended in the file by somebody who had no portion. */
    synchronized void replace(long start, long end, int server) {
        have.add(start, end, server);
    }
}
