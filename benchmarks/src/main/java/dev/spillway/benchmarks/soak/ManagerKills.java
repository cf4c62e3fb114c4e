/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.soak;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;

/** Kills the manager processes of a server, as {@code kill -9} does, every few seconds until it is closed. */
final class ManagerKills implements AutoCloseable {
    private static final int PAUSE_MILLIS = 5_000;

    private final JmxView jmx;
    private final Thread thread = new Thread(this::run, "kills");
    private final AtomicInteger count = new AtomicInteger();
    private volatile Exception failure;

    ManagerKills(JmxView jmx) {
        this.jmx = jmx;
        thread.start();
    }

    /** Processes that were killed. */
    int count() {
        return count.get();
    }

    /** Ends the killing. Fails if the processes could not be found. */
    @Override
    public void close() throws IOException {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new IOException("the managers could not be found", failure);
        }
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                for (long pid : jmx.managerPids()) {
                    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                    count.incrementAndGet();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (IOException | JMException | RuntimeException e) {
            failure = e;
        }
    }
}
