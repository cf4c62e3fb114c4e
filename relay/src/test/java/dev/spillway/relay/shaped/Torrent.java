/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashSet;
import java.util.Set;

/** A torrent of one file and a tracker for it (BEP 3 and 23): what BitTorrent clients need to be measured against. */
final class Torrent implements AutoCloseable {
    private static final int PIECE_BYTES = 256 << 10;
    private static final int PEER_PORT = 6881;

    private final HttpServer tracker;
    private final Path torrent;
    private final Set<InetAddress> peers = new LinkedHashSet<>();

    /** Writes the torrent beside the file, and starts the tracker. */
    Torrent(Path file) throws IOException {
        tracker = HttpServer.create(new InetSocketAddress(ShapedBridge.here(), 0), 0);
        tracker.createContext("/announce", this::announce);
        tracker.start();
        torrent = file.resolveSibling(file.getFileName() + ".torrent");
        Files.write(torrent, describe(file));
    }

    private byte[] describe(Path file) throws IOException {
        String url =
                "http://" + ShapedBridge.here() + ":" + tracker.getAddress().getPort() + "/announce";
        String name = file.getFileName().toString();
        byte[] digests = digests(Files.readAllBytes(file));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("d8:announce" + url.length() + ":" + url + "4:infod6:lengthi" + Files.size(file) + "e4:name"
                        + name.length() + ":" + name + "12:piece lengthi" + PIECE_BYTES + "e6:pieces" + digests.length
                        + ":")
                .getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(digests);
        out.writeBytes("ee".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private static byte[] digests(byte[] content) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int start = 0; start < content.length; start += PIECE_BYTES) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-1");
                digest.update(content, start, Math.min(PIECE_BYTES, content.length - start));
                all.writeBytes(digest.digest());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
        return all.toByteArray();
    }

    private void announce(HttpExchange exchange) throws IOException {
        ByteArrayOutputStream compact = new ByteArrayOutputStream();
        synchronized (peers) {
            peers.add(exchange.getRemoteAddress().getAddress());
            for (InetAddress peer : peers) {
                compact.writeBytes(peer.getAddress());
                compact.write(PEER_PORT >> 8);
                compact.write(PEER_PORT & 0xff);
            }
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(
                ("d8:intervali5e12:min intervali5e5:peers" + compact.size() + ":").getBytes(StandardCharsets.US_ASCII));
        answer.writeBytes(compact.toByteArray());
        answer.write('e');
        exchange.sendResponseHeaders(200, answer.size());
        exchange.getResponseBody().write(answer.toByteArray());
        exchange.close();
    }

    Path file() {
        return torrent;
    }

    int port() {
        return PEER_PORT;
    }

    @Override
    public void close() {
        tracker.stop(0);
    }
}
