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
import java.util.function.Supplier;

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

    /**
     * The figures of this JVM and of all processes, those that are gone included. They are of one moment between two hand-overs,
     * so that each download is counted once. A process that does not answer counts as it last was.
     *
     * @param here the figures of this JVM
     */
    ManagerStats stats(Supplier<ManagerStats> here) {
        CompletableFuture<ManagerStats> seenHere = new CompletableFuture<>();
        Map<ProcessLink, ManagerStats> there =
                askStats(() -> seenHere.complete(LinkFigures.sum(here.get(), loop.gone())));
        return there.values().stream()
                .reduce(
                        seenHere.isDone() ? seenHere.join() : LinkFigures.sum(here.get(), loop.gone()),
                        LinkFigures::sum);
    }

    /** Each process by itself. */
    List<ManagerProcess> processes() {
        List<ManagerProcess> views = new ArrayList<>();
        askStats(() -> {}).forEach((link, stats) -> {
            long pid = link.peer() == null ? 0 : link.peer().pid();
            views.add(new ManagerProcess(pid, link.state().name(), stats));
        });
        return views;
    }

    private Map<ProcessLink, ManagerStats> askStats(Runnable meanwhile) {
        Map<ProcessLink, ManagerStats> figures = new LinkedHashMap<>();
        ask(AskStats::new, meanwhile).forEach((link, answer) -> {
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
        ask(id -> new AskDownloads(id, max), () -> {}).forEach((link, answer) -> {
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
            if (link.number() == id >> LINK_SHIFT) {
                CompletableFuture<Frame> asked = new CompletableFuture<>();
                loop.execute(() -> link.ask(question -> new Control(question, action, id & NUMBER_MASK, value), asked));
                Optional<Frame> answer = await(asked, deadline());
                return answer.isPresent() && answer.get() instanceof Done done && done.isDone();
            }
        }
        return false;
    }

    /** Does something with all processes. */
    void controlAll(Action action) {
        ask(question -> new Control(question, action, 0, 0), () -> {});
    }

    /**
     * Asks all processes that there are, at one moment on the thread of the loop.
     *
     * @param meanwhile done at that moment, too
     */
    private Map<ProcessLink, Optional<Frame>> ask(LongFunction<Frame> question, Runnable meanwhile) {
        long deadlineNanos = deadline();
        CompletableFuture<Map<ProcessLink, CompletableFuture<Frame>>> asked = new CompletableFuture<>();
        boolean isAsked = loop.execute(() -> {
            meanwhile.run();
            asked.complete(askNow(loop.links(), question));
        });
        Map<ProcessLink, Optional<Frame>> answers = new LinkedHashMap<>();
        if (isAsked) {
            await(asked, deadlineNanos)
                    .ifPresent(questions ->
                            questions.forEach((link, answer) -> answers.put(link, await(answer, deadlineNanos))));
        }
        if (!asked.isDone()) { // the thread has ended, or has no time: nobody answers
            loop.links().forEach(link -> answers.put(link, Optional.empty()));
        }
        return answers;
    }

    private static Map<ProcessLink, CompletableFuture<Frame>> askNow(
            List<ProcessLink> links, LongFunction<Frame> question) {
        Map<ProcessLink, CompletableFuture<Frame>> questions = new LinkedHashMap<>();
        for (ProcessLink link : links) {
            CompletableFuture<Frame> answer = new CompletableFuture<>();
            questions.put(link, answer);
            link.ask(question, answer);
        }
        return questions;
    }

    private long deadline() {
        return System.nanoTime() + timeout.toNanos();
    }

    private static <T> Optional<T> await(CompletableFuture<T> answer, long deadlineNanos) {
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
