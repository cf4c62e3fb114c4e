/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.pull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spillway.relay.request.Pieces;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An upstream on a real socket that serves a file by ranges and can be told to misbehave. */
final class PieceServer implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    private final byte[] content;
    private final Pieces pieces;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    final AtomicInteger served = new AtomicInteger();
    final Set<Integer> asked = ConcurrentHashMap.newKeySet();
    volatile IntPredicate has = piece -> true;
    volatile IntPredicate corrupts = piece -> false;
    volatile IntPredicate breaksOff = piece -> false;

    PieceServer(byte[] content, Pieces pieces) throws IOException {
        this.content = content;
        this.pieces = pieces;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/file.bin", this::answer);
        server.createContext("/elsewhere", exchange -> {
            exchange.getResponseHeaders().add("Location", "http://localhost:1/file.bin");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
    }

    URI file() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/file.bin");
    }

    URI redirecting() {
        return file().resolve("/elsewhere");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher range = RANGE.matcher(exchange.getRequestHeaders().getFirst("Range"));
            if (!range.matches()) {
                throw new IOException("a pull asks for ranges only");
            }
            int first = Integer.parseInt(range.group(1));
            int end = Integer.parseInt(range.group(2)) + 1;
            int piece = first / pieces.pieceBytes();
            asked.add(piece);
            if (!has.test(piece)) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            byte[] bytes = Arrays.copyOfRange(content, first, end);
            if (corrupts.test(piece)) {
                bytes[bytes.length / 2] ^= 1;
            }
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + first + "-" + (end - 1) + "/" + content.length);
            exchange.sendResponseHeaders(206, bytes.length);
            OutputStream out = exchange.getResponseBody();
            out.write(bytes, 0, breaksOff.test(piece) ? bytes.length / 2 : bytes.length);
            served.incrementAndGet();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
