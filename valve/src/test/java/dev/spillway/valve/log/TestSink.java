/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Keeps lines in memory; fails or waits as a test wants. */
final class TestSink implements LineSink {
    private final List<String> taken = new ArrayList<>();
    private final List<String> flushed = new ArrayList<>();

    /** Reached when a line is being taken, and waited for before it is. */
    final CountDownLatch entered = new CountDownLatch(1);

    final CountDownLatch gate;
    volatile IOException failure;
    volatile boolean isClosed;

    TestSink() {
        this(new CountDownLatch(0));
    }

    TestSink(CountDownLatch gate) {
        this.gate = gate;
    }

    synchronized List<String> flushed() {
        return List.copyOf(flushed);
    }

    @Override
    public void append(String line) throws IOException {
        entered.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        if (failure != null) {
            throw failure;
        }
        synchronized (this) {
            taken.add(line);
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        if (failure != null) {
            throw failure;
        }
        flushed.addAll(taken);
        taken.clear();
    }

    @Override
    public synchronized int pendingLines() {
        return taken.size();
    }

    @Override
    public void close() {
        isClosed = true;
    }

    @Override
    public String toString() {
        return "test.log";
    }
}
