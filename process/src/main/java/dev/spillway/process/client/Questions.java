/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import dev.spillway.manager.api.DownloadView;
import dev.spillway.manager.api.ManagerProcess;
import dev.spillway.manager.api.ManagerStats;
import dev.spillway.process.wire.Control;
import dev.spillway.process.wire.Control.Action;
import dev.spillway.process.wire.Frame;
import dev.spillway.process.wire.Frame.AskDownloads;
import dev.spillway.process.wire.Frame.AskStats;
import dev.spillway.process.wire.Frame.Done;
import dev.spillway.process.wire.Frame.Downloads;
import dev.spillway.process.wire.Frame.Stats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;

/**
 * Asks the processes on behalf of administrators, and waits for the answers, for a bounded time. Who does not answer is left
 * out.
 *
 * <p>Downloads are known to their own manager by a number. Outside, that of its link is put before it, which is 0 for the
 * manager in this JVM.
 */
final class Questions {
    private static final int LINK_SHIFT = 48;
    private static final long NUMBER_MASK = (1L << LINK_SHIFT) - 1;

    private final ProcessLoop loop;
    private final Duration timeout;

    Questions(ProcessLoop loop, Duration timeout) {
        this.loop = loop;
        this.timeout = timeout;
    }

    /** Whether a download is one of this JVM. */
    static boolean isLocal(long id) {
        return id >> LINK_SHIFT == 0;
    }

    /** The figures of all processes, those that are gone included. One that does not answer counts as it last was. */
    ManagerStats stats() {
        return askStats().values().stream().reduce(loop.gone(), LinkFigures::sum);
    }

    /** Each process by itself. */
    List<ManagerProcess> processes() {
        List<ManagerProcess> views = new ArrayList<>();
        askStats().forEach((link, stats) -> {
            long pid = link.peer() == null ? 0 : link.peer().pid();
            views.add(new ManagerProcess(pid, link.state().name(), stats));
        });
        return views;
    }

    private Map<ProcessLink, ManagerStats> askStats() {
        Map<ProcessLink, ManagerStats> figures = new LinkedHashMap<>();
        ask(AskStats::new).forEach((link, answer) -> {
            boolean isThere = answer.isPresent() && answer.get() instanceof Stats;
            figures.put(
                    link,
                    isThere ? ((Stats) answer.get()).stats() : link.figures().latest());
        });
        return figures;
    }

    /** Downloads of all processes. */
    List<DownloadView> downloads(int max) {
        List<DownloadView> views = new ArrayList<>();
        ask(id -> new AskDownloads(id, max)).forEach((link, answer) -> {
            if (answer.isPresent() && answer.get() instanceof Downloads downloads) {
                downloads.views().forEach(view -> views.add(seenFromOutside(view, link)));
            }
        });
        return views;
    }

    private static DownloadView seenFromOutside(DownloadView view, ProcessLink link) {
        return new DownloadView(
                view.id() | (long) link.number() << LINK_SHIFT,
                view.terms(),
                view.file(),
                view.state(),
                view.length(),
                view.bytesSent(),
                view.offset(),
                view.bytesPerSecond(),
                view.remaining(),
                view.priority(),
                view.limit(),
                view.startedAt());
    }

    /** Does something with a download of a process; false if there is none of that number. */
    boolean control(long id, Action action, long value) {
        for (ProcessLink link : loop.links()) {
            if (link.number() == id >> LINK_SHIFT && link.isTalking()) {
                Optional<Frame> answer = await(
                        loop.ask(link, question -> new Control(question, action, id & NUMBER_MASK, value)), deadline());
                return answer.isPresent() && answer.get() instanceof Done done && done.isDone();
            }
        }
        return false;
    }

    /** Does something with all processes. */
    void controlAll(Action action) {
        ask(question -> new Control(question, action, 0, 0));
    }

    private Map<ProcessLink, Optional<Frame>> ask(LongFunction<Frame> question) {
        Map<ProcessLink, CompletableFuture<Frame>> asked = new LinkedHashMap<>();
        for (ProcessLink link : loop.links()) {
            asked.put(
                    link,
                    link.isTalking()
                            ? loop.ask(link, question)
                            : CompletableFuture.failedFuture(new TimeoutException()));
        }
        long deadlineNanos = deadline();
        Map<ProcessLink, Optional<Frame>> answers = new LinkedHashMap<>();
        asked.forEach((link, answer) -> answers.put(link, await(answer, deadlineNanos)));
        return answers;
    }

    private long deadline() {
        return System.nanoTime() + timeout.toNanos();
    }

    private static Optional<Frame> await(CompletableFuture<Frame> answer, long deadlineNanos) {
        try {
            long leftNanos = Math.max(0, deadlineNanos - System.nanoTime());
            return Optional.of(answer.get(leftNanos, TimeUnit.NANOSECONDS));
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
