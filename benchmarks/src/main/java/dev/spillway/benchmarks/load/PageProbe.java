/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends page requests at their fixed times. A server that stands still does not slow it down, so the waiting that users
 * would see is all in the latencies: none is left out because an earlier one was late.
 */
final class PageProbe implements Runnable {
    private final PagePlan plan;
    private final InetSocketAddress server;
    private final PageCollector collector;
    private final Thread thread = new Thread(this, "page-probe");
    private volatile boolean stopped;

    PageProbe(PagePlan plan, InetSocketAddress server) throws IOException {
        this.plan = plan;
        this.server = server;
        collector = new PageCollector(server, plan.giveUp());
        thread.setDaemon(true);
    }

    void start() {
        collector.start();
        thread.start();
    }

    void windowBegins() {
        collector.windowBegins();
    }

    void windowEnds() {
        collector.windowEnds();
    }

    /**
     * Sends no more, and waits for what is under way. What is still open then is counted with the latency it has so far.
     */
    PageResult finish(Duration grace) throws InterruptedException {
        stopped = true;
        thread.join();
        return collector.finish(grace);
    }

    @Override
    public void run() {
        Content content = Content.of(plan.path().substring(plan.path().lastIndexOf('/') + 1));
        long startNanos = System.nanoTime();
        for (int number = 0; !stopped; number++) {
            long intendedNanos = startNanos + number * 1_000_000_000L / plan.perSecond();
            long wait;
            while ((wait = intendedNanos - System.nanoTime()) > 0) {
                LockSupport.parkNanos(wait);
            }
            begin(content, number, intendedNanos);
        }
    }

    private void begin(Content content, int number, long intendedNanos) {
        try {
            PageRequest request = new PageRequest(plan, content, number, intendedNanos);
            boolean connected = request.channel.connect(server);
            if (connected) {
                request.send(server);
            }
            collector.add(request, connected);
        } catch (IOException e) {
            collector.failedToStart(intendedNanos, e);
        }
    }
}
