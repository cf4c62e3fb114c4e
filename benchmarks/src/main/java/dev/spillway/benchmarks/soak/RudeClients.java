/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.soak;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that break off their downloads in every way, one after the other, until they are stopped. */
final class RudeClients implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int PAUSE_MILLIS = 50;

    private final InetSocketAddress server;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong done = new AtomicLong();
    private volatile boolean stopped;

    RudeClients(InetSocketAddress server) {
        this.server = server;
        for (int i = 0; i < THREADS; i++) {
            int first = i;
            Thread thread = new Thread(() -> run(first), "rude-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Downloads broken off so far. */
    long count() {
        return done.get();
    }

    @Override
    public void close() {
        stopped = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(int first) {
        ClientBehavior[] behaviors = ClientBehavior.values();
        for (int i = first; !stopped; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(server, 5_000);
                socket.setSoTimeout(10_000);
                behaviors[i % behaviors.length].act(socket);
                done.incrementAndGet();
                Thread.sleep(PAUSE_MILLIS);
            } catch (IOException e) {
                // Not every answer can be read to the place where this client meant to leave: it left earlier then.
                done.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
