/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.soak;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;

/** Changes the limits of a manager while it works, every other second, until it is closed; then there are none again. */
final class LimitChanges implements AutoCloseable {
    private static final int PAUSE_MILLIS = 2_000;

    /** Limits for the whole manager and for a client: some bind, and none makes anybody stall. */
    private static final long[][] BYTES_PER_SECOND = {{0, 0}, {60_000_000, 0}, {0, 3_000_000}, {40_000_000, 1_000_000}};

    private final JmxView jmx;
    private final Thread thread = new Thread(this::run, "limits");
    private final AtomicInteger count = new AtomicInteger();
    private volatile Exception failure;

    LimitChanges(JmxView jmx) {
        this.jmx = jmx;
        thread.start();
    }

    /** Changes so far. */
    int count() {
        return count.get();
    }

    /** Ends the changes. Fails if one of them has. */
    @Override
    public void close() throws IOException, JMException {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        jmx.limit(0, 0);
        if (failure != null) {
            throw new IOException("limits could not be changed", failure);
        }
    }

    private void run() {
        try {
            while (true) {
                long[] limits = BYTES_PER_SECOND[count.get() % BYTES_PER_SECOND.length];
                jmx.limit(limits[0], limits[1]);
                count.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (IOException | JMException | RuntimeException e) {
            failure = e;
        }
    }
}
