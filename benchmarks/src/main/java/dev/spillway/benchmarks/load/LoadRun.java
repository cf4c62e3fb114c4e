/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries a plan out: warm-up, window, end. */
public final class LoadRun {
    /** How long to wait for pages after the window. */
    private static final Duration PAGE_GRACE = Duration.ofSeconds(2);

    private final LoadPlan plan;
    private final List<ClientLoop> loops = new ArrayList<>();
    private final List<ClientGroup> groups = new ArrayList<>();
    private Optional<PageProbe> probe = Optional.empty();

    private LoadRun(LoadPlan plan) {
        this.plan = plan;
    }

    /**
     * Runs for the warm-up, the window and at most two seconds more.
     *
     * @throws InterruptedException if the thread was interrupted; everything is closed then, too
     */
    public static LoadResult run(LoadPlan plan, WindowListener listener) throws IOException, InterruptedException {
        return new LoadRun(plan).run(listener);
    }

    private LoadResult run(WindowListener listener) throws IOException, InterruptedException {
        Optional<PageResult> pages = Optional.empty();
        double seconds;
        try {
            start();
            Thread.sleep(plan.warmUp().toMillis());
            seconds = window(listener);
            if (probe.isPresent()) {
                pages = Optional.of(probe.get().finish(PAGE_GRACE));
            }
        } finally {
            for (ClientLoop loop : loops) {
                loop.stop();
            }
        }
        double windowSeconds = seconds;
        return new LoadResult(
                groups.stream().map(group -> group.result(windowSeconds)).toList(), pages);
    }

    private void start() throws IOException {
        for (int i = 0; i < plan.loops(); i++) {
            loops.add(new ClientLoop("load-" + i, plan.tls()));
        }
        int source = 0;
        long now = System.nanoTime();
        for (DownloadPlan download : plan.downloads()) {
            groups.add(new ClientGroup(download, loops, plan.server(), source, now));
            source += download.clients();
        }
        if (plan.pages().isPresent()) {
            probe = Optional.of(new PageProbe(plan.pages().get(), plan.server()));
        }
        loops.forEach(ClientLoop::start);
        probe.ifPresent(PageProbe::start);
    }

    /** The seconds that the window really took. */
    private double window(WindowListener listener) throws InterruptedException {
        listener.windowBegins();
        probe.ifPresent(PageProbe::windowBegins);
        long begin = System.nanoTime();
        loops.forEach(loop -> loop.forEachClient(DownloadClient::windowBegins));
        Thread.sleep(plan.window().toMillis());
        loops.forEach(loop -> loop.forEachClient(DownloadClient::windowEnds));
        long end = System.nanoTime();
        probe.ifPresent(PageProbe::windowEnds);
        listener.windowEnds();
        return (end - begin) / 1e9;
    }
}
