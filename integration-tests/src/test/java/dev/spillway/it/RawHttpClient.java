/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Raw bytes out, raw bytes in: a client on a real socket that does nothing of its own accord. */
final class RawHttpClient implements AutoCloseable {
    /** The header line of a client that reads to the end of the connection. */
    static final String CLOSE = "Connection: close";

    private static final int READ_DEADLINE_MILLIS = 60_000;
    private static final int BUFFER_BYTES = 128 * 1024;
    private static final String HEAD_END = "\r\n\r\n";

    private final Socket socket;

    private RawHttpClient(Socket socket) {
        this.socket = socket;
    }

    static RawHttpClient connect(int port) {
        return connect(TomcatBase.MAIN_ADDRESS, port, 0);
    }

    /** A client whose kernel takes in little beyond what the client has read, so that a slow client is one for the server too. */
    static RawHttpClient connectSlow(int port) {
        return connect(TomcatBase.MAIN_ADDRESS, port, 8 * 1024);
    }

    static RawHttpClient connect(String address, int port, int receiveBuffer) {
        try {
            return new RawHttpClient(openSocket(address, port, receiveBuffer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client on a connection that somebody else has set up, such as one with TLS. */
    static RawHttpClient over(Socket socket) {
        return new RawHttpClient(socket);
    }

    /** A connected socket as this client uses it; 0 for a receive buffer as the system makes it. */
    static Socket openSocket(String address, int port, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(READ_DEADLINE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address, port), READ_DEADLINE_MILLIS);
        return socket;
    }

    /** The port of this end, by which the connection is known to the kernel. */
    int localPort() {
        return socket.getLocalPort();
    }

    /** Asks for a path with the given further header lines, and takes in the whole answer. */
    static RawResponse get(int port, String path, String... headerLines) {
        try (RawHttpClient client = connect(port)) {
            return client.sendGet(path, headerLines).readResponse();
        }
    }

    /** Sends a request as it stands, and takes in the whole answer. */
    static RawResponse exchange(int port, String request) {
        try (RawHttpClient client = connect(port)) {
            return client.send(request).readResponse();
        }
    }

    RawHttpClient sendGet(String path, String... headerLines) {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String line : headerLines) {
            request.append(line).append("\r\n");
        }
        return send(request.append("\r\n").toString());
    }

    RawHttpClient send(String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Whether something of an answer is there to be read. */
    boolean hasInput() {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ResponseHead readHead() {
        try {
            StringBuilder head = new StringBuilder();
            while (!endsWith(head, HEAD_END)) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new EOFException("The connection ended inside the head: '" + head + "'");
                }
                head.append((char) next);
            }
            return ResponseHead.parse(head.substring(0, head.length() - HEAD_END.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean endsWith(StringBuilder text, String end) {
        return text.length() >= end.length() && text.indexOf(end, text.length() - end.length()) >= 0;
    }

    /** Reads until there are that many bytes or the connection ends, whichever comes first. */
    Received receive(OutputStream sink, long atMost) {
        byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, atMost)];
        long received = 0;
        try {
            InputStream in = socket.getInputStream();
            while (received < atMost) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, atMost - received));
                if (read < 0) {
                    return new Received(received, Received.Ending.END_OF_STREAM);
                }
                sink.write(buffer, 0, read);
                received += read;
            }
            return new Received(received, Received.Ending.ENOUGH);
        } catch (SocketException e) {
            return new Received(received, Received.Ending.RESET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until the server ends the connection. */
    Received receiveToEnd(OutputStream sink) {
        return receive(sink, Long.MAX_VALUE);
    }

    /** Reads head and body; the body of an answer to {@code HEAD} is the caller's business. */
    RawResponse readResponse() {
        return readResponse(readHead());
    }

    /** Reads the body that belongs to a head. */
    RawResponse readResponse(ResponseHead head) {
        boolean bodiless = head.status() == 304 || head.status() == 204;
        long length = bodiless ? 0 : head.contentLength() >= 0 ? head.contentLength() : Long.MAX_VALUE;
        if (head.isChunked()) {
            return new RawResponse(head, readChunks(), Received.Ending.ENOUGH);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Received received = receive(body, length);
        return new RawResponse(head, body.toByteArray(), received.ending());
    }

    private byte[] readChunks() {
        try {
            return ChunkedBody.read(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says that no more will be sent, and goes on listening. */
    RawHttpClient finishSending() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Breaks the connection off with RST. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
