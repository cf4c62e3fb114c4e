/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.AdmitAnswer;
import dev.spillway.manager.api.ClientSocket;
import dev.spillway.manager.api.ColdReads;
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
import dev.spillway.manager.api.WaitTimes;
import dev.spillway.manager.core.Timers.Timer;
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

/** The manager whose loops are threads of this JVM (SYSTEMS.md A12). */
public final class EmbeddedManager implements DownloadManager {
    private static final Logger LOG = System.getLogger(EmbeddedManager.class.getName());

    /** What is no longer than this may be sent on the thread of the caller: about what a socket takes at once. */
    private static final long AT_ONCE_BYTES = 4 << 20;

    /** When to ask again a manager that takes no more: something like the time of a restart. */
    private static final Duration RETRY_AFTER_DRAIN = Duration.ofSeconds(30);

    /** A loop that doesn't end by then waits for a disk; it is a daemon and must not hold up the stop of the host. */
    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(5);

    private final Counters counters = new Counters();
    private final OpenFiles files = new OpenFiles();
    private final Occupancy occupancy = new Occupancy();
    private final List<SelectorLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Downloads downloads = new Downloads();
    private final Throughput throughput = new Throughput(counters.bytesSent::sum);
    private volatile Limits limits;
    private volatile boolean isDraining;
    private StopReport stopReport;

    private EmbeddedManager(ManagerConfig config) {
        limits = config.limits();
    }

    /** Starts a manager. */
    public static EmbeddedManager start(ManagerConfig config) throws IOException {
        EmbeddedManager manager = new EmbeddedManager(config);
        try {
            for (int i = 0; i < config.loops(); i++) {
                manager.startLoop(config);
            }
            manager.startClock();
            return manager;
        } catch (IOException e) {
            manager.stop(Duration.ZERO);
            throw e;
        }
    }

    private void startLoop(ManagerConfig config) throws IOException {
        SelectorLoop loop = new SelectorLoop(config, counters, new LoopOwner());
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
            throughput.sample(loop.nowNanos());
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
        return occupancy.enter() ? new LoopPlace() : new Refusal(Reason.STOPPING, RETRY_AFTER_DRAIN);
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
                0,
                counters.bytesSent.sum(),
                throughput.perSecond(),
                counters.outcomes(),
                WaitTimes.NONE,
                ColdReads.NONE);
    }

    @Override
    public List<DownloadView> downloads(int max) {
        return downloads.views(max);
    }

    @Override
    public boolean cancel(long id) {
        return downloads.onLoop(id, Connection::cancel);
    }

    @Override
    public boolean pause(long id) {
        return downloads.onLoop(id, Connection::pause);
    }

    @Override
    public boolean resume(long id) {
        return downloads.onLoop(id, Connection::resume);
    }

    @Override
    public boolean setRate(long id, long bytesPerSecond) {
        Limits.checkRate("bytesPerSecond", bytesPerSecond);
        return downloads.onLoop(id, connection -> connection.setRate(bytesPerSecond));
    }

    @Override
    public boolean setPriority(long id, int priority) {
        Terms.checkPriority(priority);
        return downloads.onLoop(id, connection -> connection.setPriority(priority));
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public void setLimits(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void setDraining(boolean isDraining) {
        this.isDraining = isDraining;
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

    private void start(ClientSocket client, Optional<SocketReturn> giveBack, Delivery delivery) {
        SelectorLoop loop =
                loops.stream().min(Comparator.comparingInt(SelectorLoop::load)).orElseThrow();
        Connection connection = new Connection(downloads.newId(), loop, client, giveBack, delivery);
        counters.queued.incrementAndGet();
        downloads.add(connection);
        if (!loop.post(connection)) {
            connection.onStop(Outcome.CUT_BY_STOP); // the loop has ended, so nobody else touches the connection
        }
    }

    private final class LoopOwner implements SelectorLoop.Owner {
        @Override
        public void onEnded(Connection connection) {
            downloads.remove(connection);
        }

        @Override
        public void onClosed() {
            occupancy.leave();
        }

        @Override
        public void onLoopFailed() {
            occupancy.close();
        }
    }

    private final class LoopPlace implements Place {
        private final AtomicBoolean isUsed = new AtomicBoolean();

        @Override
        public boolean isQueued() {
            return false;
        }

        @Override
        public Download begin(Transfer transfer, TransferListener listener) {
            if (!isUsed.compareAndSet(false, true)) {
                throw new IllegalStateException("the place was used before");
            }
            return new LoopDownload(new Delivery(transfer, listener, counters));
        }

        @Override
        public void giveUp() {
            if (isUsed.compareAndSet(false, true)) {
                occupancy.leave();
            }
        }
    }

    private final class LoopDownload implements Download {
        private final Delivery delivery;

        LoopDownload(Delivery delivery) {
            this.delivery = delivery;
        }

        @Override
        public boolean sendAtOnce(ClientSocket socket) {
            if (delivery.remaining() > AT_ONCE_BYTES || isLimited()) {
                return false;
            }
            try {
                Sink sink = Sink.of(socket, SelectorLoop::newScratch);
                return delivery.writeTo(sink, AT_ONCE_BYTES) == SendState.DONE;
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "Left to the loop, which will find out what is wrong", e);
                return false;
            }
        }

        private boolean isLimited() {
            Terms terms = delivery.transfer().terms();
            return terms.bytesPerSecond() > 0 && delivery.remaining() > terms.limitAfter();
        }

        @Override
        public void finish() {
            if (!delivery.isSent()) {
                throw new IllegalStateException("there are " + delivery.remaining() + " bytes left to send");
            }
            delivery.end(Outcome.COMPLETED);
            occupancy.leave();
        }

        @Override
        public void start(ClientSocket socket, Optional<SocketReturn> giveBack) {
            EmbeddedManager.this.start(socket, giveBack, delivery);
        }

        @Override
        public void abandon() {
            delivery.end(Outcome.CLIENT_GONE);
            occupancy.leave();
        }
    }
}
