/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.ManagerConfig;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.order.Timers;
import dev.spillway.manager.rate.Worker;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One thread with one selector, which carries any number of downloads (SYSTEMS.md A6). Other threads only {@link #post}
 * to it. It never waits for anything but its selector.
 *
 * <p>New arrivals are taken in before anything is written, and again after each turn of each connection (A7); their own
 * first turn is in the next round at the latest, so that a flood of them can't starve those that are being served.
 */
final class SelectorLoop implements Runnable, Worker {
    private static final Logger LOG = System.getLogger(SelectorLoop.class.getName());

    /** A record of TLS holds up to 16 KiB; JSSE wants some room beyond that before it decrypts one. */
    private static final int SCRATCH_BYTES = 17 << 10;

    /** How long others wait for the processor at most: less than the time slice of a thread, and a few turns. */
    private static final long MAKE_WAY_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

    /** How soon to ask again somebody who could not take a socket back. */
    private static final long RELEASE_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Told, on the thread of the loop, what concerns the manager as a whole. */
    interface Owner {
        /** A connection of the loop was closed. */
        void onClosed();

        /** The loop has failed: it takes nothing more, and what it had is cut. */
        void onLoopFailed();
    }

    private final Engine engine;
    private final Owner owner;
    private final Selector selector;
    private final Timers timers = new Timers();
    private final ByteBuffer scratch = newScratch();
    private final ArrayDeque<Connection> ready = new ArrayDeque<>();
    private final List<Departure> leaving = new ArrayList<>();
    private final AtomicInteger load = new AtomicInteger();

    /** Guards itself, {@link #tasks} and {@link #isEnded}. */
    private final List<Connection> arrivals = new ArrayList<>();

    private final List<Runnable> tasks = new ArrayList<>();

    private boolean isEnded;

    /** A hint that saves the lock when there is nothing; the lock decides. */
    private volatile boolean hasArrivals;

    private volatile boolean isStopping;

    /** Whether some of those who are leaving have not been asked for yet. */
    private boolean hasFreshLeaving;

    private long nowNanos = System.nanoTime();
    private long madeWayNanos = nowNanos;

    SelectorLoop(Engine engine, Owner owner) throws IOException {
        this.engine = engine;
        this.owner = owner;
        selector = Selector.open();
    }

    /**
     * Adds a connection to those that are waiting to be taken in. Safe for use by any thread.
     *
     * @return false if the loop has ended, and the connection still belongs to the caller
     */
    boolean post(Connection connection) {
        synchronized (arrivals) {
            if (isEnded) {
                return false;
            }
            load.incrementAndGet();
            arrivals.add(connection);
            if (hasArrivals) {
                return true; // somebody has woken the selector already
            }
            hasArrivals = true;
        }
        selector.wakeup();
        return true;
    }

    /**
     * Has something done on the thread of the loop, soon. Once the loop has ended, nothing is done: it has no connection
     * any more. Safe for use by any thread.
     *
     * @param task never blocks and never throws
     */
    @Override
    public void execute(Runnable task) {
        synchronized (arrivals) {
            if (isEnded) {
                return;
            }
            tasks.add(task);
            if (hasArrivals) {
                return;
            }
            hasArrivals = true;
        }
        selector.wakeup();
    }

    /** Makes the loop cut what it has, and end. Safe for use by any thread. */
    void stop() {
        isStopping = true;
        selector.wakeup();
    }

    /** Connections that the loop has or is about to take in. Safe for use by any thread. */
    int load() {
        return load.get();
    }

    @Override
    public void run() {
        Outcome outcome = Outcome.CUT_BY_STOP;
        try {
            while (!isStopping) {
                select();
                releaseLeaving();
                takeInArrivals();
                giveTurns();
                timers.fire(nowNanos);
            }
        } catch (IOException | RuntimeException | Error e) {
            LOG.log(Level.ERROR, "Loop ends, and cuts its downloads, because its selector failed", e);
            outcome = Outcome.FAILED;
            owner.onLoopFailed();
        } finally {
            end(outcome);
        }
    }

    private void select() throws IOException {
        nowNanos = System.nanoTime(); // turns take their time
        long waitNanos = ready.isEmpty() ? timers.untilNextNanos(nowNanos) : 0;
        if (!leaving.isEmpty()) {
            waitNanos = Math.min(waitNanos, hasFreshLeaving ? 0 : RELEASE_RETRY_NANOS);
            hasFreshLeaving = false;
        }
        if (waitNanos == 0) {
            selector.selectNow(this::onSelected);
        } else {
            // Rounded up, so that the deadline has passed when the selector comes back.
            long waitMillis = waitNanos == Long.MAX_VALUE ? 0 : TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1;
            selector.select(this::onSelected, waitMillis);
        }
        nowNanos = System.nanoTime();
    }

    private void onSelected(SelectionKey key) {
        makeReady((Connection) key.attachment());
    }

    /** The selector has been run since, so it no longer knows their keys, and others may register the sockets. */
    private void releaseLeaving() {
        if (!leaving.isEmpty()) {
            leaving.removeIf(Departure::onReleased);
        }
    }

    /** Gives a connection of this loop a turn in the next round. */
    void makeReady(Connection connection) {
        if (!connection.isReady) {
            connection.isReady = true;
            ready.add(connection);
        }
    }

    private void takeInArrivals() {
        if (!hasArrivals) {
            return;
        }
        List<Connection> arrived;
        List<Runnable> asked;
        synchronized (arrivals) {
            arrived = new ArrayList<>(arrivals);
            arrivals.clear();
            asked = new ArrayList<>(tasks);
            tasks.clear();
            hasArrivals = false;
        }
        for (Connection connection : arrived) {
            connection.onArrival();
        }
        asked.forEach(Runnable::run);
    }

    private void giveTurns() {
        for (int left = ready.size(); left > 0; left--) {
            Connection connection = ready.remove();
            connection.isReady = false;
            connection.onReady();
            takeInArrivals();
            makeWay();
        }
    }

    /** Lets threads of Tomcat, which have a page to answer, go first: they need the processor for a moment only. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but the time that others wait
    private void makeWay() {
        if (System.nanoTime() - madeWayNanos >= MAKE_WAY_NANOS) {
            Thread.yield();
            madeWayNanos = System.nanoTime();
        }
    }

    private void end(Outcome outcome) {
        List<Connection> left = new ArrayList<>();
        synchronized (arrivals) {
            isEnded = true;
            left.addAll(arrivals);
            arrivals.clear();
            tasks.clear();
        }
        if (selector.isOpen()) {
            for (SelectionKey key : selector.keys()) {
                if (key.isValid()) { // else its connection is closed, and counted as such
                    left.add((Connection) key.attachment());
                }
            }
        }
        left.forEach(connection -> connection.end(outcome));
        leaving.forEach(Departure::close);
        engine.bandwidth().onEnded(this);
        try {
            selector.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Failed to close the selector", e);
        }
    }

    // What the connections of this loop use, on its thread.

    Engine engine() {
        return engine;
    }

    ManagerConfig config() {
        return engine.config();
    }

    Counters counters() {
        return engine.counters();
    }

    Selector selector() {
        return selector;
    }

    @Override
    public Timers timers() {
        return timers;
    }

    /** Lets a connection, whose key is cancelled, leave at the next opportunity. */
    void release(Departure departure) {
        leaving.add(departure);
        hasFreshLeaving = true;
    }

    /** Memory for one record of TLS, or for input that nobody needs. */
    static ByteBuffer newScratch() {
        return ByteBuffer.allocateDirect(SCRATCH_BYTES);
    }

    /** Memory that a connection may use during its turn. */
    ByteBuffer scratch() {
        return scratch;
    }

    /** The time, as of the last return of the selector. */
    long nowNanos() {
        return nowNanos;
    }

    void onClosed() {
        load.decrementAndGet();
        owner.onClosed();
    }
}
