/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.AdmitAnswer;
import dev.spillway.manager.api.ClientSocket;
import dev.spillway.manager.api.Download;
import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.DownloadView;
import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.ManagerConfig;
import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.Place;
import dev.spillway.manager.api.Refusal;
import dev.spillway.manager.api.Refusal.Reason;
import dev.spillway.manager.api.SocketReturn;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.StopReport;
import dev.spillway.manager.api.Terms;
import dev.spillway.manager.api.Transfer;
import dev.spillway.manager.api.TransferListener;
import dev.spillway.manager.files.OpenFiles;
import dev.spillway.manager.order.Timers.Timer;
import dev.spillway.manager.queue.Places;
import dev.spillway.manager.queue.Ticket;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The manager whose loops are threads of this JVM (SYSTEMS.md A12). */
public final class EmbeddedManager implements DownloadManager {
    private static final Logger LOG = System.getLogger(EmbeddedManager.class.getName());

    /** When to ask again a manager that takes no more: something like the time of a restart. */
    private static final Duration RETRY_AFTER_DRAIN = Duration.ofSeconds(30);

    /** A loop that doesn't end by then waits for a disk; it is a daemon and must not hold up the stop of the host. */
    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(5);

    private final Engine engine;
    private final Loops host = new Loops();
    private final Counters counters;
    private final OpenFiles files = new OpenFiles();
    private final Occupancy occupancy = new Occupancy();
    private final List<SelectorLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isDraining;
    private final AtomicInteger losses = new AtomicInteger();
    private StopReport stopReport;

    private EmbeddedManager(ManagerConfig config) {
        engine = new Engine(config);
        counters = engine.counters();
    }

    /** Starts a manager. */
    public static EmbeddedManager start(ManagerConfig config) throws IOException {
        EmbeddedManager manager = new EmbeddedManager(config);
        try {
            for (int i = 0; i < config.loops(); i++) {
                manager.startLoop();
            }
            manager.startClock();
            return manager;
        } catch (IOException e) {
            manager.stop(Duration.ZERO);
            throw e;
        }
    }

    private void startLoop() throws IOException {
        SelectorLoop loop = new SelectorLoop(engine, new LoopOwner());
        Thread thread = newThread(loop, "spillway-loop-" + loops.size());
        loops.add(loop);
        threads.add(thread);
        thread.start();
    }

    /** Has the first loop take the samples that the rate is made of. */
    private void startClock() {
        SelectorLoop loop = loops.get(0);
        Timer[] clock = new Timer[1];
        Runnable sample = () -> {
            engine.throughput().sample(loop.nowNanos());
            loop.timers().arm(clock[0], loop.nowNanos() + Throughput.INTERVAL_NANOS);
        };
        clock[0] = new Timer(sample);
        loop.execute(sample);
    }

    /** A thread that holds on to nothing of the application whose thread happens to start the manager. */
    private static Thread newThread(Runnable loop, String name) {
        Thread thread = new Thread(null, loop, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(EmbeddedManager.class.getClassLoader());
        return thread;
    }

    @Override
    public SourceFile open(Path path) throws IOException {
        return files.open(path);
    }

    @Override
    public AdmitAnswer admit(SourceFile file, Terms terms) {
        if (isDraining) {
            return new Refusal(Reason.DRAINING, RETRY_AFTER_DRAIN);
        }
        if (!occupancy.enter()) {
            return new Refusal(Reason.STOPPING, RETRY_AFTER_DRAIN);
        }
        Ticket ticket = ticket(file, terms);
        if (ticket != null) {
            return new LoopPlace(ticket);
        }
        occupancy.leave();
        counters.refused.increment();
        return new Refusal(Reason.FULL, engine.retryAfter());
    }

    private Ticket ticket(SourceFile file, Terms terms) {
        Places places = engine.places();
        if (places.areUnlimited()) {
            return Ticket.FREE;
        }
        return places.ask(
                ClientKey.of(terms, engine.limits().isByUser()), file.path().toString());
    }

    @Override
    public ManagerStats stats() {
        return new ManagerStats(
                counters.queued.get(),
                counters.active.get(),
                counters.lingering.get(),
                files.count(),
                loops.stream().map(SelectorLoop::load).toList(),
                isDraining,
                counters.total.sum(),
                counters.refused.sum(),
                counters.bytesSent.sum(),
                engine.throughput().perSecond(),
                counters.outcomes(),
                engine.waits().times(),
                engine.disk().counts());
    }

    @Override
    public List<DownloadView> downloads(int max) {
        return engine.downloads().views(max);
    }

    @Override
    public boolean cancel(long id) {
        return engine.downloads().onLoop(id, Connection::cancel);
    }

    @Override
    public boolean pause(long id) {
        return engine.downloads().onLoop(id, Connection::pause);
    }

    @Override
    public boolean resume(long id) {
        return engine.downloads().onLoop(id, Connection::resume);
    }

    @Override
    public boolean setRate(long id, long bytesPerSecond) {
        Limits.checkRate("bytesPerSecond", bytesPerSecond);
        return engine.downloads().onLoop(id, connection -> connection.setRate(bytesPerSecond));
    }

    @Override
    public boolean setPriority(long id, int priority) {
        Terms.checkPriority(priority);
        return engine.downloads().onLoop(id, connection -> connection.setPriority(priority));
    }

    @Override
    public Limits limits() {
        return engine.limits();
    }

    @Override
    public void setLimits(Limits limits) {
        engine.setLimits(limits);
    }

    @Override
    public void setDraining(boolean isDraining) {
        this.isDraining = isDraining;
    }

    @Override
    public int losses() {
        return losses.get();
    }

    @Override
    public synchronized StopReport stop(Duration drainTimeout) {
        if (stopReport != null) {
            return stopReport;
        }
        ManagerStats before = stats();
        boolean isInterrupted = !occupancy.closeAndAwaitEmpty(drainTimeout);
        loops.forEach(SelectorLoop::stop);
        for (Thread thread : threads) {
            isInterrupted |= !joined(thread);
        }
        engine.disk().stop();
        ManagerStats after = stats();
        long cut = after.ended(Outcome.CUT_BY_STOP);
        long ended = sum(after) - sum(before);
        stopReport = new StopReport(Math.max(0, ended - cut), cut);
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        return stopReport;
    }

    private static long sum(ManagerStats stats) {
        return stats.outcomes().values().stream().mapToLong(Long::longValue).sum();
    }

    private static boolean joined(Thread thread) {
        try {
            thread.join(JOIN_TIMEOUT.toMillis());
            if (thread.isAlive()) {
                LOG.log(Level.WARNING, "Thread [" + thread.getName() + "] did not end within " + JOIN_TIMEOUT);
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private final class LoopOwner implements SelectorLoop.Owner {
        @Override
        public void onClosed() {
            occupancy.leave();
        }

        @Override
        public void onLoopFailed() {
            losses.incrementAndGet();
            occupancy.close();
        }
    }

    private final class Loops implements LoopDownload.Host {
        @Override
        public void start(ClientSocket client, Optional<SocketReturn> giveBack, Delivery delivery, Ticket ticket) {
            SelectorLoop loop = loops.stream()
                    .min(Comparator.comparingInt(SelectorLoop::load))
                    .orElseThrow();
            Connection connection = new Connection(loop, client, giveBack, delivery, ticket);
            counters.queued.incrementAndGet();
            counters.outstanding.add(delivery.remaining());
            engine.downloads().add(connection);
            if (!loop.post(connection)) {
                connection.end(Outcome.CUT_BY_STOP); // the loop has ended, so nobody else touches the connection
            }
        }

        @Override
        public void leave(Ticket ticket) {
            engine.places().giveBack(ticket);
            occupancy.leave();
        }
    }

    private final class LoopPlace implements Place {
        private final Ticket ticket;
        private final AtomicBoolean isUsed = new AtomicBoolean();

        LoopPlace(Ticket ticket) {
            this.ticket = ticket;
        }

        @Override
        public boolean isQueued() {
            return !ticket.isIn();
        }

        @Override
        public Download begin(Transfer transfer, TransferListener listener) {
            if (!isUsed.compareAndSet(false, true)) {
                throw new IllegalStateException("the place was used before");
            }
            return new LoopDownload(new Delivery(transfer, listener, counters), ticket, engine, host);
        }

        @Override
        public void giveUp() {
            if (isUsed.compareAndSet(false, true)) {
                host.leave(ticket);
            }
        }
    }
}
