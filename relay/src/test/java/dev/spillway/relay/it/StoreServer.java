/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A distribution server that counts what it gives by ranges, gives only so much a second, and can hold parts back. */
final class StoreServer implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    private static final int PORTION = 16 << 10;

    private final byte[] content;
    private final long bytesPerSecond;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong given = new AtomicLong();
    private long dueNanos = System.nanoTime();

    /** Whether it gives what begins at an offset. */
    volatile LongPredicate gives = offset -> true;

    StoreServer(byte[] content, long bytesPerSecond) throws IOException {
        this.content = content;
        this.bytesPerSecond = bytesPerSecond;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/file.bin", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    URI file() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/file.bin");
    }

    /** Bytes that were given by ranges. */
    long given() {
        return given.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String wanted = exchange.getRequestHeaders().getFirst("Range");
            if (wanted == null) {
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
                return;
            }
            Matcher range = RANGE.matcher(wanted);
            if (!range.matches()) {
                throw new IOException("no range of a pull: " + wanted);
            }
            int first = Integer.parseInt(range.group(1));
            int end = Integer.parseInt(range.group(2)) + 1;
            if (!gives.test(first)) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + first + "-" + (end - 1) + "/" + content.length);
            exchange.sendResponseHeaders(206, end - first);
            write(exchange.getResponseBody(), first, end);
        }
    }

    private void write(OutputStream out, int first, int end) throws IOException {
        for (int at = first; at < end; at += PORTION) {
            int length = Math.min(PORTION, end - at);
            pause(length);
            out.write(content, at, length);
            given.addAndGet(length);
        }
    }

    private void pause(int length) throws IOException {
        long wait;
        synchronized (this) {
            dueNanos = Math.max(dueNanos, System.nanoTime()) + length * 1_000_000_000L / bytesPerSecond;
            wait = dueNanos - System.nanoTime();
        }
        try {
            Thread.sleep(wait / 1_000_000);
        } catch (InterruptedException e) {
            throw new IOException("stopped", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
