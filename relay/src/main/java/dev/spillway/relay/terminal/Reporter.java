/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import dev.spillway.client.engine.Threads;
import dev.spillway.relay.control.PieceSets;
import dev.spillway.relay.control.Report;
import dev.spillway.relay.store.PieceStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tells the main server how a transfer goes, in batches twice a second and at once where that matters, and hands on what it says. */
final class Reporter {
    private static final long USUAL_NANOS = Duration.ofMillis(500).toNanos();

    /** A terminal that has all says so less often. */
    private static final long IDLE_NANOS = Duration.ofSeconds(1).toNanos();

    /** However much it matters. */
    private static final long LEAST_NANOS = Duration.ofMillis(50).toNanos();

    private static final Logger LOG = System.getLogger(Reporter.class.getName());

    private final Holding holding;
    private final MainLine line;
    private final Fetches fetches;
    private final Fetch fetch;
    private final long arrivedNanos = System.nanoTime();
    private Route route;
    private String state = "ACKNOWLEDGED";
    private String failure;
    private Double responseMillis;
    private boolean hurried = true;
    private boolean dry;
    private boolean over;

    /** How long to wait with the word of having run dry; longer each time, as long as the answers bring no further piece. */
    private long dryNanos = LEAST_NANOS;

    private BitSet given = new BitSet();

    Reporter(Holding holding, MainLine line, Fetches fetches, Fetch fetch) {
        this.holding = holding;
        this.line = line;
        this.fetches = fetches;
        this.fetch = fetch;
    }

    void follow(Route followed) {
        route = followed;
    }

    void start() {
        Threads.start("relay-report-" + holding.transfer(), this::run);
    }

    synchronized void hurry() {
        hurried = true;
        notifyAll();
    }

    /** There is nothing left to fetch of what was given: forty that say so twenty times a second have no time for anything else. */
    synchronized void dry() {
        dry = true;
        notifyAll();
    }

    synchronized void receiving() {
        set("RECEIVING", null);
    }

    synchronized void complete() {
        set("COMPLETE", null);
    }

    synchronized void failed(String why) {
        set("FAILED", why);
    }

    /** No more reports. */
    synchronized void stop() {
        over = true;
        notifyAll();
    }

    private void set(String next, String why) {
        state = next;
        failure = why;
        hurry();
    }

    private void run() {
        try {
            while (true) {
                await(LEAST_NANOS);
                Report report = next();
                if (report == null) {
                    return;
                }
                send(report);
                awaitReason(report.state().equals("COMPLETE") ? IDLE_NANOS : USUAL_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "no more reports of " + holding.transfer(), e);
        }
    }

    private synchronized void await(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !over; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private synchronized void awaitReason(long nanos) throws InterruptedException {
        long begin = System.nanoTime();
        while (!over && !hurried) {
            long left = begin + (dry ? Math.min(dryNanos, nanos) : nanos) - System.nanoTime();
            if (left <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private synchronized void learn(List<Report.Given> newest) {
        BitSet all = new BitSet();
        newest.forEach(one -> all.set(one.first(), one.end()));
        BitSet further = (BitSet) all.clone();
        further.andNot(given);
        dryNanos = further.isEmpty() ? Math.min(2 * dryNanos, USUAL_NANOS) : LEAST_NANOS;
        given = all;
    }

    private Report next() {
        synchronized (this) {
            if (over) {
                return null;
            }
            hurried = false;
            dry = false;
        }
        // Not under our lock: the route calls us under its own.
        List<Report.Link> links = route.takeLinks();
        PieceStore store = holding.store();
        BitSet have = store == null ? new BitSet() : store.pieces();
        if (store == null && holding.pieces() > 0) {
            have.set(0, holding.pieces());
        }
        int issue = holding.request().issue();
        synchronized (this) {
            if (responseMillis == null) {
                responseMillis = (System.nanoTime() - arrivedNanos) / 1e6;
            }
            Double response = state.equals("ACKNOWLEDGED") ? responseMillis : null;
            return new Report(state, issue, PieceSets.write(have), links, failure, response);
        }
    }

    private void send(Report report) throws InterruptedException {
        Optional<Report.Answer> answer;
        try {
            answer = line.report(holding.transfer(), report);
        } catch (IllegalArgumentException e) {
            LOG.log(Level.WARNING, "a main server answered something odd", e);
            return;
        }
        if (answer.isEmpty()) {
            return;
        }
        boolean told = report.state().equals("COMPLETE") || report.state().equals("FAILED");
        if (answer.get().over() || (told && report.state().equals("FAILED"))) {
            stop();
            fetches.isOver(holding, fetch, report.state());
            return;
        }
        if (answer.get().issue() > holding.request().issue()) {
            fetches.fetchRequest(holding.transfer());
        }
        learn(answer.get().given());
        route.follow(answer.get().given());
        fetch.changed();
    }
}
