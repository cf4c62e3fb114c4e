/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.soak;

import dev.spillway.benchmarks.load.DownloadResult;
import dev.spillway.benchmarks.load.LoadResult;
import dev.spillway.benchmarks.load.LoadRun;
import dev.spillway.benchmarks.load.PageResult;
import dev.spillway.benchmarks.load.WindowListener;
import dev.spillway.benchmarks.peer.RunningPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;

/**
 * One server from its start to its stop: load under changing limits, load while manager processes are killed, each with a
 * rest and a look at what is left over, and a stop amid downloads.
 */
final class ServerLife {
    /** Long enough for idle connections and surplus worker threads of Tomcat to go. */
    private static final Duration MAX_REST = Duration.ofMinutes(2);

    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration KILLS = Duration.ofSeconds(30);
    private static final Duration MAX_STOP = Duration.ofSeconds(40);

    private final RunningPeer server;
    private final List<String> problems = new ArrayList<>();

    ServerLife(RunningPeer server) {
        this.server = server;
    }

    /** What went wrong; empty if nothing did. */
    List<String> run(Duration length) throws IOException, InterruptedException, JMException {
        try (JmxView jmx = JmxView.attach(server.tree().pids().get(0))) {
            load(WARM_UP);
            Footprint before = rest(jmx, jmx.footprint());
            System.out.println("before: " + before);
            try (LimitChanges limits = new LimitChanges(jmx)) {
                load(length);
                System.out.println("limits changed: " + limits.count());
            }
            look("after:  ", jmx, before);
            if (!jmx.managerPids().isEmpty()) {
                killManagers(jmx);
                look("killed: ", jmx, before);
            }
        }
        stopAmidDownloads();
        return problems;
    }

    private void look(String when, JmxView jmx, Footprint before)
            throws IOException, InterruptedException, JMException {
        Footprint now = rest(jmx, before);
        System.out.println(when + now);
        problems.addAll(now.leftOver(before));
    }

    /** Downloads of the killed are lost, so failures are meant to be here; what counts is what is left over. */
    private void killManagers(JmxView jmx) throws IOException, InterruptedException {
        try (ManagerKills kills = new ManagerKills(jmx)) {
            loadThatIsCut(KILLS);
            System.out.println("manager processes killed: " + kills.count());
            if (kills.count() == 0) {
                problems.add("no manager process was killed");
            }
        }
    }

    private void load(Duration length) throws IOException, InterruptedException {
        LoadResult result;
        long brokenOff;
        try (RudeClients rude = new RudeClients(server.address())) {
            result = LoadRun.run(MixedLoad.plan(server.address(), length), new WindowListener() {});
            brokenOff = rude.count();
        }
        for (DownloadResult group : result.downloads()) {
            System.out.printf(
                    "%s: %d of %d served, %.0f MB checked, %d files, failures %s%n",
                    group.name(),
                    group.served(),
                    group.clients(),
                    group.checkedBytes() / 1e6,
                    group.requests(),
                    group.failures());
            if (group.wrongReads() > 0) {
                problems.add(group.name() + ": " + group.wrongReads() + " reads of wrong bytes");
            }
            if (group.failed() > 0) {
                problems.add(group.name() + ": " + group.failures());
            }
        }
        PageResult pages = result.pages().orElseThrow();
        System.out.printf(
                "pages: %d, p50 %.1f ms, p99 %.1f ms; broken off: %d%n",
                pages.sent(), pages.p50Millis(), pages.p99Millis(), brokenOff);
        if (pages.failed() > 0) {
            problems.add("pages: " + pages.failures());
        }
    }

    /** Waits until nothing is left over, but not for ever. */
    private static Footprint rest(JmxView jmx, Footprint before) throws IOException, InterruptedException, JMException {
        long end = System.nanoTime() + MAX_REST.toNanos();
        Footprint now;
        do {
            Thread.sleep(5_000);
            now = jmx.footprint();
        } while (!now.leftOver(before).isEmpty() && System.nanoTime() - end < 0);
        return now;
    }

    private void stopAmidDownloads() throws InterruptedException {
        Thread downloads = new Thread(() -> loadThatIsCut(MAX_STOP), "cut");
        downloads.start();
        Thread.sleep(5_000);
        long begin = System.nanoTime();
        boolean inTime = server.stop(MAX_STOP);
        System.out.printf("stopped amid downloads after %.1f s%n", (System.nanoTime() - begin) / 1e9);
        if (!inTime) {
            problems.add("the server did not stop within " + MAX_STOP);
        }
        downloads.join();
    }

    /** Failures are meant to be here: what sends goes away. */
    private void loadThatIsCut(Duration length) {
        try {
            LoadRun.run(MixedLoad.plan(server.address(), length), new WindowListener() {});
        } catch (IOException e) {
            problems.add("load: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
