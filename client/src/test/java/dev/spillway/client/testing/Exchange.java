/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A request on a raw socket and the means to answer it, properly or not. */
public final class Exchange {
    private static final int PACE_BYTES = 16 * 1024;

    private final ScriptedServer server;
    private final Socket socket;
    private final OutputStream out;
    private final String path;
    private final Map<String, String> headers = new HashMap<>();

    private Exchange(ScriptedServer server, Socket socket, String path) throws IOException {
        this.server = server;
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.path = path;
    }

    /** Reads the next request; null if the client has closed. */
    static Exchange read(ScriptedServer server, Socket socket, BufferedReader in) throws IOException {
        String line = in.readLine();
        if (line == null || line.indexOf(' ') < 0) {
            // Closed, or something else than HTTP.
            return null;
        }
        Exchange exchange = new Exchange(server, socket, line.split(" ", -1)[1]);
        for (String field = in.readLine(); field != null && !field.isEmpty(); field = in.readLine()) {
            int colon = field.indexOf(':');
            if (colon < 0) {
                throw new IOException("no header field: " + field);
            }
            exchange.headers.put(
                    field.substring(0, colon).toLowerCase(Locale.ROOT),
                    field.substring(colon + 1).strip());
        }
        return exchange;
    }

    static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    public String path() {
        return path;
    }

    public String header(String name) {
        return headers.get(name);
    }

    public byte[] content() {
        return server.content();
    }

    public int size() {
        return content().length;
    }

    public int port() {
        return server.port();
    }

    /** Number of this request on its server, from 1. */
    public int number() {
        return server.requests();
    }

    public int first() {
        String range = headers.get("range");
        return range == null ? 0 : Integer.parseInt(range.substring(6, range.indexOf('-')));
    }

    public int last() {
        String range = headers.getOrDefault("range", "bytes=0-");
        String last = range.substring(range.indexOf('-') + 1);
        return last.isEmpty() ? size() - 1 : (int) Math.min(Long.parseLong(last), size() - 1L);
    }

    public int length() {
        return last() - first() + 1;
    }

    public void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Sends part of the content at the pace of the server. */
    public void sendContent(int from, int to) throws IOException {
        for (int at = from; at < to; at += PACE_BYTES) {
            int count = Math.min(PACE_BYTES, to - at);
            out.write(content(), at, count);
            out.flush();
            server.sent(count);
            server.pace(count);
        }
    }

    /** Head of a proper answer to a range request, without its end. */
    public String properHead() {
        return "HTTP/1.1 206 Partial Content\r\nContent-Length: " + length() + "\r\nContent-Range: bytes " + first()
                + "-" + last() + "/" + size() + "\r\nETag: \"" + server.etag() + "\"\r\n";
    }

    /** Answers as an honest server does. */
    public void answerProperly() throws IOException {
        send(properHead() + "\r\n");
        sendContent(first(), last() + 1);
    }

    /** Breaks the connection with a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    public void close() throws IOException {
        socket.close();
    }

    /** Says nothing more until the client gives up. */
    public void stall() throws IOException {
        while (socket.getInputStream().read() >= 0) {
            // What the client still says is of no interest.
        }
    }

    /** Sends text over and over, one byte at a time with pauses, until the client gives up. */
    public void drip(String text) throws IOException {
        for (int i = 0; !server.isClosed(); i++) {
            out.write(text.charAt(i % text.length()));
            out.flush();
            server.pause(50);
        }
    }

    /** Sends the second half of the range one byte at a time with pauses. */
    public void dripContent() throws IOException {
        for (int at = first() + length() / 2; at <= last(); at++) {
            out.write(content()[at]);
            out.flush();
            server.pause(50);
        }
    }

    /** Sends text over and over as fast as it can, until the client gives up. */
    public void flood(String text) throws IOException {
        byte[] bytes = text.repeat(1000).getBytes(StandardCharsets.ISO_8859_1);
        while (!server.isClosed()) {
            out.write(bytes);
        }
    }
}
