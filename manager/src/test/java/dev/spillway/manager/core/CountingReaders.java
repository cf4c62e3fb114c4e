/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that take all they can get, and count it. */
final class CountingReaders implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<AtomicLong> counts = new ArrayList<>();

    /** Has one more client read until its connection ends in whichever way. */
    void add(LoopbackPair pair) {
        AtomicLong count = new AtomicLong();
        counts.add(count);
        threads.execute(() -> {
            byte[] buffer = new byte[256 << 10];
            try {
                InputStream input = pair.client().getInputStream();
                for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                    count.addAndGet(read);
                }
            } catch (IOException e) {
                // What came before it counts.
            }
        });
    }

    /** Bytes that each client has got so far, in the order of their coming. */
    long[] counts() {
        return counts.stream().mapToLong(AtomicLong::get).toArray();
    }

    long total() {
        return counts.stream().mapToLong(AtomicLong::get).sum();
    }

    /** To be called when the connections are closed. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
