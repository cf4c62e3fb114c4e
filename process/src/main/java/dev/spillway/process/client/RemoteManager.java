/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import dev.spillway.manager.api.AdmitAnswer;
import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.DownloadView;
import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.ManagerProcess;
import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.Place;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.StopReport;
import dev.spillway.manager.api.Terms;
import dev.spillway.process.descriptor.Descriptors;
import dev.spillway.process.wire.Control.Action;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A manager whose downloads are sent by processes that outlive this JVM (SYSTEMS.md A12, A17). What they can't take (TLS), or
 * don't take in time, an embedded manager sends, so no download ever depends on them.
 */
public final class RemoteManager implements DownloadManager, ManagerProcessesMXBean {
    private static final Logger LOG = System.getLogger(RemoteManager.class.getName());

    /** How long the start waits for the processes; downloads that come earlier are sent by this JVM. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

    private final DownloadManager local;
    private final ProcessLoop loop;
    private final Questions questions;
    private final Thread thread;
    private final Path console;

    private RemoteManager(DownloadManager local, RemoteSettings settings, Descriptors descriptors, LogOpener log)
            throws IOException {
        this.local = local;
        loop = new ProcessLoop(settings, descriptors, log);
        console = settings.console();
        questions = new Questions(loop, settings.answerTimeout());
        thread = new Thread(null, loop, "spillway-process", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(RemoteManager.class.getClassLoader());
    }

    /**
     * Finds or starts the processes, and waits some seconds for them.
     *
     * @param local sends what they don't, and is stopped with this one
     * @param log for the lines that are still to be written when this JVM is gone
     * @return a manager; the local one itself if this JVM can't hand anything over, which is logged
     */
    public static DownloadManager start(DownloadManager local, RemoteSettings settings, LogOpener log)
            throws IOException {
        Optional<Descriptors> descriptors = Descriptors.find();
        if (descriptors.isEmpty()) {
            Descriptors.sayWhatToDo(LOG);
            return local;
        }
        LOG.log(Level.DEBUG, "Descriptors by " + descriptors.get());
        RemoteManager manager = new RemoteManager(local, settings, descriptors.get(), log);
        manager.thread.start();
        manager.awaitReady();
        return manager;
    }

    private void awaitReady() {
        long deadlineNanos = System.nanoTime() + START_TIMEOUT.toNanos();
        try {
            while (!loop.isReady()) {
                if (System.nanoTime() - deadlineNanos >= 0) {
                    LOG.log(
                            Level.WARNING,
                            "No manager process yet; downloads are sent by this JVM until there is one. What it says"
                                    + " is in "
                                    + console);
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
    public AdmitAnswer admit(SourceFile file, Terms terms) {
        AdmitAnswer answer = local.admit(file, terms);
        return answer instanceof Place place ? new RemotePlace(loop, place) : answer;
    }

    @Override
    public List<ProcessView> getProcesses() {
        return processes().stream().map(ProcessView::new).toList();
    }

    @Override
    public List<ManagerProcess> processes() {
        return questions.processes();
    }

    /** Of all processes, those that are gone, and this JVM. */
    @Override
    public ManagerStats stats() {
        return questions.stats(local::stats);
    }

    @Override
    public List<DownloadView> downloads(int max) {
        return Stream.concat(local.downloads(max).stream(), questions.downloads(max).stream())
                .sorted(Comparator.comparing(DownloadView::startedAt))
                .limit(max)
                .toList();
    }

    @Override
    public boolean cancel(long id) {
        return Questions.isLocal(id) ? local.cancel(id) : questions.control(id, Action.CANCEL, 0);
    }

    @Override
    public boolean pause(long id) {
        return Questions.isLocal(id) ? local.pause(id) : questions.control(id, Action.PAUSE, 0);
    }

    @Override
    public boolean resume(long id) {
        return Questions.isLocal(id) ? local.resume(id) : questions.control(id, Action.RESUME, 0);
    }

    @Override
    public boolean setRate(long id, long bytesPerSecond) {
        Limits.checkRate("bytesPerSecond", bytesPerSecond);
        return Questions.isLocal(id)
                ? local.setRate(id, bytesPerSecond)
                : questions.control(id, Action.SET_RATE, bytesPerSecond);
    }

    @Override
    public boolean setPriority(long id, int priority) {
        Terms.checkPriority(priority);
        return Questions.isLocal(id)
                ? local.setPriority(id, priority)
                : questions.control(id, Action.SET_PRIORITY, priority);
    }

    @Override
    public int losses() {
        return local.losses() + loop.losses();
    }

    @Override
    public Limits limits() {
        return local.limits();
    }

    /** In each manager by itself. */
    @Override
    public void setLimits(Limits limits) {
        local.setLimits(limits);
        loop.setLimits(limits);
    }

    @Override
    public void setDraining(boolean isDraining) {
        local.setDraining(isDraining);
        questions.controlAll(isDraining ? Action.DRAIN : Action.STOP_DRAINING);
    }

    /** Stops what this JVM does. The processes go on with what they have, and end some time after that. */
    @Override
    public StopReport stop(Duration drainTimeout) {
        int leftBehind = questions.stats(LinkFigures::none).active();
        if (leftBehind > 0) {
            LOG.log(Level.INFO, leftBehind + " downloads go on in other processes");
        }
        loop.stop();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return local.stop(drainTimeout);
    }
}
