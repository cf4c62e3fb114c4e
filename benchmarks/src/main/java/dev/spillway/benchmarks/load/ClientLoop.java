/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/** One thread with a selector that drives its share of the downloading clients. */
final class ClientLoop implements Runnable {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int IDLE_MILLIS = 100;

    /** Shared by the clients of this loop: none keeps bytes from one read to the next. */
    final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    final Selector selector;
    final TimerWheel wheel = new TimerWheel(System.nanoTime());

    private final Optional<SSLContext> tls;
    private final List<DownloadClient> clients = new ArrayList<>();
    private List<DownloadClient> again = new ArrayList<>();
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean stopped;

    /** @param tls what the connections of this loop are encrypted with, if they are */
    ClientLoop(String name, Optional<SSLContext> tls) throws IOException {
        this.tls = tls;
        selector = Selector.open();
        thread = new Thread(this, name);
        thread.setDaemon(true);
    }

    /** Adds a client that begins at a time; before {@link #start} only. */
    void add(DownloadClient client, long atNanos) {
        clients.add(client);
        wheel.schedule(() -> client.startAt(atNanos), atNanos);
    }

    /** For a connection that was just made. */
    Wire wire(SocketChannel channel) throws IOException {
        return tls.isPresent() ? new TlsWire(channel, tls.get().createSSLEngine()) : new PlainWire(channel);
    }

    /** Calls a client again in the next round, whatever the selector says. */
    void again(DownloadClient client) {
        again.add(client);
    }

    void start() {
        thread.start();
    }

    /** Runs an action for every client, all in one go between two events; the caller waits for it. */
    void forEachClient(Consumer<DownloadClient> action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        commands.add(() -> {
            clients.forEach(action);
            done.complete(null);
        });
        selector.wakeup();
        done.join();
    }

    /** Closes all connections and ends the thread. */
    void stop() throws InterruptedException {
        stopped = true;
        selector.wakeup();
        thread.join();
    }

    @Override
    public void run() {
        try (selector) {
            while (!stopped) {
                select();
                for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
                    command.run();
                }
                wheel.advance(System.nanoTime());
            }
            clients.forEach(DownloadClient::close);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void select() throws IOException {
        if (again.isEmpty()) {
            selector.select(this::onReady, wheel.isEmpty() ? IDLE_MILLIS : TimerWheel.SLOT_MILLIS);
            return;
        }
        List<DownloadClient> left = again;
        again = new ArrayList<>();
        left.forEach(DownloadClient::onReady);
        selector.selectNow(this::onReady);
    }

    private void onReady(SelectionKey key) {
        ((DownloadClient) key.attachment()).onReady();
    }
}
