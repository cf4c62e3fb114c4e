/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Thousands of clients that download one file at a bounded rate each, all driven by one thread. Every byte is compared
 * with the file. They begin at once and go on until this is closed.
 */
final class SlowClients implements AutoCloseable {
    private final Selector selector;
    private final Thread thread;
    private final List<SlowClient> clients = new ArrayList<>();
    private volatile Duration tick = Duration.ofMillis(100);
    private volatile int bytesPerTick;
    private volatile boolean closing;

    private SlowClients(Selector selector, int bytesPerSecond) {
        this.selector = selector;
        this.bytesPerTick = (int) (bytesPerSecond * tick.toMillis() / 1000);
        this.thread = new Thread(this::run, "slow-clients");
    }

    /** Begins that many downloads of a path, whose content is that file. */
    static SlowClients start(int port, String path, Path content, int count, int bytesPerSecond) {
        try {
            SlowClients all = new SlowClients(Selector.open(), bytesPerSecond);
            ByteBuffer expected = map(content);
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            for (int i = 0; i < count; i++) {
                all.clients.add(SlowClient.connect(all.selector, address, path, expected.duplicate()));
            }
            all.thread.start();
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    /** How many bytes of the body each client has got by now. */
    long[] received() {
        return clients.stream().mapToLong(SlowClient::received).toArray();
    }

    /** How many clients have got at least that many bytes more than in the given state of before. */
    int advanced(long[] before, int bytes) {
        long[] now = received();
        int advanced = 0;
        for (int i = 0; i < now.length; i++) {
            if (now[i] >= before[i] + bytes) {
                advanced++;
            }
        }
        return advanced;
    }

    /** How many clients have got something of the body. */
    int served() {
        return advanced(new long[clients.size()], 1);
    }

    /** How many clients have got everything. */
    int finished() {
        return (int) clients.stream().filter(SlowClient::isFinished).count();
    }

    /** Has all clients take what they can get from now on. */
    void hurry() {
        tick = Duration.ofMillis(1);
        bytesPerTick = Integer.MAX_VALUE;
    }

    /** How many clients had trouble. */
    int broken() {
        return (int)
                clients.stream().filter(client -> client.trouble().isPresent()).count();
    }

    /** What went wrong with any client; empty if nothing. */
    List<String> troubles() {
        return clients.stream()
                .flatMap(client -> client.trouble().stream())
                .distinct()
                .toList();
    }

    private void run() {
        try {
            long nextTick = System.nanoTime();
            while (!closing) {
                finishConnects(nextTick);
                if (System.nanoTime() - nextTick >= 0) {
                    clients.forEach(client -> client.readUpTo(bytesPerTick));
                    // Counted from now: after a late tick nobody catches up with a burst, as nobody may be faster than
                    // said.
                    nextTick = System.nanoTime() + tick.toNanos();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            clients.forEach(SlowClient::close);
        }
    }

    private void finishConnects(long until) throws IOException {
        long millis = Math.max(1, (until - System.nanoTime()) / 1_000_000);
        selector.select(key -> ((SlowClient) key.attachment()).onConnectable(key), millis);
    }

    @Override
    public void close() {
        closing = true;
        try {
            selector.wakeup();
            thread.join();
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
