/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** Thousands of clients on one thread, which take all they can get, and count it. */
final class ManyReaders implements AutoCloseable {
    private static final int MOST = 10_000;

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    private final AtomicLongArray counts = new AtomicLongArray(MOST);
    private final List<SocketChannel> clients = new ArrayList<>();
    private final Thread thread = new Thread(this::read, "readers");

    ManyReaders() throws IOException {
        thread.setDaemon(true);
    }

    /** Connects one more client; returns the other end. Not after {@link #start}. */
    SocketChannel connect() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel client = SocketChannel.open(listener.getLocalAddress());
            client.configureBlocking(false);
            client.register(selector, SelectionKey.OP_READ, clients.size());
            clients.add(client);
            return listener.accept();
        }
    }

    void start() {
        thread.start();
    }

    /** Bytes that each client has got so far, in the order of their coming. */
    long[] counts() {
        long[] now = new long[clients.size()];
        for (int i = 0; i < now.length; i++) {
            now[i] = counts.get(i);
        }
        return now;
    }

    private void read() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                selector.select(this::onReadable);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void onReadable(SelectionKey key) {
        try {
            int read = ((SocketChannel) key.channel()).read(buffer.clear());
            if (read < 0) {
                key.cancel();
            } else {
                counts.addAndGet((int) key.attachment(), read);
            }
        } catch (IOException e) {
            key.cancel(); // what came before it counts
        }
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        try {
            thread.join(Patience.DEADLINE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SocketChannel client : clients) {
            client.close();
        }
        selector.close();
    }
}
