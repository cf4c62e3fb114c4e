/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.Place;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.StopReport;
import dev.spillway.process.client.ProcessLink.State;
import dev.spillway.process.descriptor.Descriptors;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A manager whose downloads are sent by processes that outlive this JVM (SYSTEMS.md A12, A17). What they can't take (TLS), or
 * don't take in time, an embedded manager sends, so no download ever depends on them.
 */
public final class RemoteManager implements DownloadManager {
    private static final Logger LOG = System.getLogger(RemoteManager.class.getName());

    /** How long the start waits for the processes; downloads that come earlier are sent by this JVM. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

    private final DownloadManager local;
    private final ProcessLoop loop;
    private final Duration answerTimeout;
    private final Thread thread;

    private RemoteManager(DownloadManager local, RemoteSettings settings, Descriptors descriptors) throws IOException {
        this.local = local;
        answerTimeout = settings.answerTimeout();
        loop = new ProcessLoop(settings, descriptors);
        thread = new Thread(null, loop, "spillway-process", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(RemoteManager.class.getClassLoader());
    }

    /**
     * Finds or starts the processes, and waits some seconds for them.
     *
     * @param local sends what they don't, and is stopped with this one
     * @return a manager; the local one itself if this JVM can't hand anything over, which is logged
     */
    public static DownloadManager start(DownloadManager local, RemoteSettings settings) throws IOException {
        Optional<Descriptors> descriptors = Descriptors.find();
        if (descriptors.isEmpty()) {
            Descriptors.sayWhatToDo(LOG);
            return local;
        }
        LOG.log(Level.DEBUG, "Descriptors by " + descriptors.get());
        RemoteManager manager = new RemoteManager(local, settings, descriptors.get());
        manager.thread.start();
        manager.awaitReady();
        return manager;
    }

    private void awaitReady() {
        long deadlineNanos = System.nanoTime() + START_TIMEOUT.toNanos();
        try {
            while (!loop.isReady()) {
                if (System.nanoTime() - deadlineNanos >= 0) {
                    LOG.log(Level.WARNING, "No manager process yet; downloads are sent by this JVM until there is one");
                    return;
                }
                Thread.sleep(POLL_INTERVAL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public SourceFile open(Path path) throws IOException {
        return local.open(path);
    }

    @Override
    public Optional<Place> admit() {
        return local.admit().map(place -> new RemotePlace(loop, place));
    }

    /** Of all processes, those that are gone, and this JVM. One that does not answer in time counts as it last was. */
    @Override
    public ManagerStats stats() {
        ManagerStats sum = LinkFigures.sum(local.stats(), loop.gone());
        for (ManagerStats stats : processStats()) {
            sum = LinkFigures.sum(sum, stats);
        }
        return sum;
    }

    private List<ManagerStats> processStats() {
        List<ProcessLink> links = List.copyOf(loop.links());
        List<CompletableFuture<ManagerStats>> answers = new ArrayList<>();
        for (ProcessLink link : links) {
            boolean isTalking = link.state() == State.READY || link.state() == State.RETIRING;
            answers.add(
                    isTalking
                            ? loop.ask(link)
                            : CompletableFuture.completedFuture(link.figures().latest()));
        }
        long deadlineNanos = System.nanoTime() + answerTimeout.toNanos();
        List<ManagerStats> stats = new ArrayList<>();
        for (int i = 0; i < links.size(); i++) {
            stats.add(await(answers.get(i), deadlineNanos, links.get(i).figures()));
        }
        return stats;
    }

    private static ManagerStats await(CompletableFuture<ManagerStats> answer, long deadlineNanos, LinkFigures figures) {
        try {
            return answer.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return figures.latest();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return figures.latest();
        }
    }

    /** Stops what this JVM does. The processes go on with what they have, and end some time after that. */
    @Override
    public StopReport stop(Duration drainTimeout) {
        loop.stop();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return local.stop(drainTimeout);
    }
}
