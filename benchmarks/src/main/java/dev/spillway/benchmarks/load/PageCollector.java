/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Reads the answers of the page probe on a thread of its own, so that sending is never late because of reading. */
final class PageCollector implements Runnable {
    private static final int SCAN_MILLIS = 50;

    private final InetSocketAddress server;
    private final long giveUpNanos;
    private final Selector selector = Selector.open();
    private final Thread thread = new Thread(this, "page-collector");
    private final Histogram latencyMicros = new Histogram(3_600_000_000L, 3);
    private final Map<String, Long> failures = new TreeMap<>();
    private volatile long windowBeginNanos = Long.MAX_VALUE;
    private volatile long windowEndNanos = Long.MAX_VALUE;
    private volatile boolean finishing;
    private volatile long finishNanos;

    PageCollector(InetSocketAddress server, Duration giveUp) throws IOException {
        this.server = server;
        giveUpNanos = giveUp.toNanos();
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void windowBegins() {
        windowBeginNanos = System.nanoTime();
    }

    void windowEnds() {
        windowEndNanos = System.nanoTime();
    }

    void add(PageRequest request, boolean connected) throws IOException {
        request.channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, request);
        selector.wakeup();
    }

    void failedToStart(long intendedNanos, IOException cause) {
        record(intendedNanos, giveUpNanos, "not started: " + cause.getMessage());
    }

    /** Waits for what is under way, for so long at most. */
    PageResult finish(Duration grace) throws InterruptedException {
        finishNanos = System.nanoTime() + grace.toNanos();
        finishing = true;
        selector.wakeup();
        thread.join();
        synchronized (latencyMicros) {
            return PageResult.of(latencyMicros, failures);
        }
    }

    @Override
    public void run() {
        try (selector) {
            while (!finishing || (!selector.keys().isEmpty() && System.nanoTime() - finishNanos < 0)) {
                selector.select(this::onReady, SCAN_MILLIS);
                giveUp(giveUpNanos, "given up");
            }
            giveUp(0, "unfinished");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void onReady(SelectionKey key) {
        PageRequest request = (PageRequest) key.attachment();
        long age = System.nanoTime() - request.intendedNanos;
        try {
            if (key.isConnectable()) {
                request.channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                request.send(server);
            } else if (request.read()) {
                end(request, age, null);
            }
        } catch (IOException | RuntimeException e) {
            end(request, Math.max(age, giveUpNanos), String.valueOf(e.getMessage()));
        }
    }

    private void giveUp(long olderThanNanos, String cause) {
        long now = System.nanoTime();
        for (SelectionKey key : selector.keys()) {
            PageRequest request = (PageRequest) key.attachment();
            if (key.isValid() && now - request.intendedNanos >= olderThanNanos) {
                end(request, now - request.intendedNanos, cause);
            }
        }
    }

    private void end(PageRequest request, long latencyNanos, String failure) {
        record(request.intendedNanos, latencyNanos, failure);
        try {
            request.channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A refused or broken page counts as one that was given up: with a short latency it would flatter the server. */
    private void record(long intendedNanos, long latencyNanos, String failure) {
        if (intendedNanos < windowBeginNanos || intendedNanos >= windowEndNanos) {
            return;
        }
        synchronized (latencyMicros) {
            latencyMicros.recordValue(latencyNanos / 1_000);
            if (failure != null) {
                failures.merge(failure, 1L, Long::sum);
            }
        }
    }
}
