/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.scenario;

import dev.spillway.benchmarks.load.DownloadPlan;
import dev.spillway.benchmarks.load.LoadPlan;
import dev.spillway.benchmarks.load.LoadResult;
import dev.spillway.benchmarks.load.LoadRun;
import dev.spillway.benchmarks.load.PagePlan;
import dev.spillway.benchmarks.load.WindowListener;
import dev.spillway.benchmarks.peer.RunningPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One started server, under load as often as wanted. */
final class Session implements AutoCloseable {
    /** Pages each on a new connection, 100 a second. */
    static final PagePlan PAGES = new PagePlan("/" + Stage.PAGE, Stage.PAGE_BYTES, 100, Duration.ofSeconds(10));

    /** So many that a JVM has compiled most of what a page runs through, and so few that one that has just started keeps up. */
    private static final PagePlan MANY_PAGES =
            new PagePlan("/" + Stage.PAGE, Stage.PAGE_BYTES, 300, Duration.ofSeconds(10));

    private static final int LOOPS = 1;
    private static final Duration WARM_UP = Duration.ofSeconds(8);

    /** Until a JVM has compiled what every request runs through; before that, any code more costs several times its share. */
    static final Duration WARM_UP_OF_REQUESTS = Duration.ofSeconds(15);

    private final RunningPeer peer;
    private final Duration window;
    private final Thread onExit = new Thread(this::stop, "stop-server");

    Session(RunningPeer peer, Duration window) {
        this.peer = peer;
        this.window = window;
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    RunningPeer peer() {
        return peer;
    }

    /** A load that is not measured, so that a JVM has compiled what it needs and has its threads. */
    void warmUp(DownloadPlan downloads) throws IOException, InterruptedException {
        warmUp(downloads, WARM_UP);
    }

    /** The same for longer, where it is the requests that count and not the bytes. */
    void warmUp(DownloadPlan downloads, Duration duration) throws IOException, InterruptedException {
        LoadPlan plan = new LoadPlan(
                peer.address(), List.of(downloads), manyPages(), Duration.ofSeconds(1), duration, LOOPS, peer.tls());
        LoadRun.run(plan, new WindowListener() {});
    }

    /** Only pages, to know the server without downloads. */
    Observed pagesOnly() throws IOException, InterruptedException {
        return load(List.of(), Optional.of(PAGES), Duration.ofSeconds(1));
    }

    /** The probe knows no TLS. */
    private Optional<PagePlan> manyPages() {
        return peer.tls().isPresent() ? Optional.empty() : Optional.of(MANY_PAGES);
    }

    /** See {@link RunningPeer#residentBytes}. */
    long residentBytes() throws IOException, InterruptedException {
        return peer.residentBytes();
    }

    Observed load(DownloadPlan downloads, Duration warmUp) throws IOException, InterruptedException {
        return load(List.of(downloads), Optional.empty(), warmUp);
    }

    Observed load(List<DownloadPlan> downloads, Optional<PagePlan> pages, Duration warmUp)
            throws IOException, InterruptedException {
        Observer observer = new Observer(peer);
        LoadPlan plan = new LoadPlan(peer.address(), downloads, pages, warmUp, window, LOOPS, peer.tls());
        LoadResult result = LoadRun.run(plan, observer);
        result.failures().forEach((cause, count) -> System.err.println("  " + count + " failed: " + cause));
        return observer.observed(result);
    }

    @Override
    public void close() {
        stop();
        Runtime.getRuntime().removeShutdownHook(onExit);
    }

    private void stop() {
        peer.close();
    }
}
