/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.dial;

import dev.spillway.client.pool.Endpoint;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Asks a proxy for a tunnel to a server. Reads byte by byte, for what follows the answer belongs to the server. */
final class ProxyHandshake {
    private static final int LONGEST_ANSWER = 16 * 1024;
    private static final int SOCKS_VERSION = 5;
    private static final int METHOD_NONE = 0;
    private static final int METHOD_PASSWORD = 2;
    private static final int ADDRESS_IPV4 = 1;
    private static final int ADDRESS_NAME = 3;
    private static final int ADDRESS_IPV6 = 4;

    private ProxyHandshake() {}

    /** The CONNECT method (RFC 9110 section 9.3.6). */
    static void connect(Proxy proxy, Endpoint server, InputStream in, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder();
        head.append("CONNECT ").append(server.authority()).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(server.authority()).append("\r\n");
        proxy.credentials()
                .ifPresent(credentials -> head.append("Proxy-Authorization: ")
                        .append(credentials.basic())
                        .append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        String answer = readHead(in);
        String[] statusLine = answer.split("\r?\n", 2)[0].split(" ", 3);
        if (statusLine.length < 2 || !statusLine[0].startsWith("HTTP/1.") || !statusLine[1].matches("2\\d\\d")) {
            throw new ProxyException("proxy " + proxy + " gives no way to " + server.authority() + ": "
                    + (statusLine.length < 2 ? "no HTTP answer" : "status " + statusLine[1]));
        }
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < LONGEST_ANSWER) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the proxy closed the connection before its answer was complete");
            }
            head.append((char) next);
            if (next == '\n'
                    && (head.toString().endsWith("\r\n\r\n") || head.toString().endsWith("\n\n"))) {
                return head.toString();
            }
        }
        throw new ProxyException("the head of the proxy's answer is longer than " + LONGEST_ANSWER + " bytes");
    }

    /** SOCKS 5 with or without a password (RFC 1928, RFC 1929). */
    static void socks5(Proxy proxy, Endpoint server, InputStream rawIn, OutputStream out) throws IOException {
        DataInputStream in = new DataInputStream(rawIn);
        int method = proxy.credentials().isPresent() ? METHOD_PASSWORD : METHOD_NONE;
        out.write(new byte[] {SOCKS_VERSION, 1, (byte) method});
        out.flush();
        if (in.readUnsignedByte() != SOCKS_VERSION || in.readUnsignedByte() != method) {
            throw new ProxyException("proxy " + proxy + " does not accept our way to log in");
        }
        if (method == METHOD_PASSWORD) {
            logIn(proxy, in, out);
        }
        byte[] host = server.host().getBytes(StandardCharsets.UTF_8);
        ByteBuffer request = ByteBuffer.allocate(7 + host.length);
        request.put(new byte[] {SOCKS_VERSION, 1, 0, ADDRESS_NAME, (byte) host.length});
        request.put(host).putShort((short) server.port());
        out.write(request.array());
        out.flush();
        readReply(proxy, server, in);
    }

    private static void logIn(Proxy proxy, DataInputStream in, OutputStream out) throws IOException {
        Credentials credentials = proxy.credentials().orElseThrow();
        byte[] user = credentials.user().getBytes(StandardCharsets.UTF_8);
        byte[] password = credentials.password().getBytes(StandardCharsets.UTF_8);
        if (user.length > 255 || password.length > 255) {
            throw new ProxyException("user or password for " + proxy + " is longer than the 255 bytes of SOCKS 5");
        }
        ByteBuffer request = ByteBuffer.allocate(3 + user.length + password.length);
        request.put((byte) 1).put((byte) user.length).put(user);
        request.put((byte) password.length).put(password);
        out.write(request.array());
        out.flush();
        in.readUnsignedByte();
        if (in.readUnsignedByte() != 0) {
            throw new ProxyException("proxy " + proxy + " refuses the user or the password");
        }
    }

    private static void readReply(Proxy proxy, Endpoint server, DataInputStream in) throws IOException {
        int version = in.readUnsignedByte();
        int status = in.readUnsignedByte();
        if (version != SOCKS_VERSION || status != 0) {
            throw new ProxyException(
                    "proxy " + proxy + " gives no way to " + server.authority() + ": SOCKS status " + status);
        }
        in.readUnsignedByte();
        int addressLength = switch (in.readUnsignedByte()) {
            case ADDRESS_IPV4 -> 4;
            case ADDRESS_IPV6 -> 16;
            case ADDRESS_NAME -> in.readUnsignedByte();
            default -> throw new ProxyException("proxy " + proxy + " answered with an unknown kind of address");
        };
        in.readFully(new byte[addressLength + 2]);
    }
}
