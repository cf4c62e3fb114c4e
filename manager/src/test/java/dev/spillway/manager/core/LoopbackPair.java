/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A connection over loopback: the client's end, which the test plays, and the server's, which a manager gets. */
final class LoopbackPair implements AutoCloseable {
    /** So small that a few dozen KiB fill all buffers between the two ends. */
    private static final int SMALL_BUFFER = 4 << 10;

    private static final int LARGE_BUFFER = 512 << 10;

    private final Socket client = new Socket();
    private final SocketChannel server;

    /** @param sendBuffer of the server, or 0 for the default with a default receive buffer of the client, too */
    private LoopbackPair(int sendBuffer) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            if (sendBuffer > 0) {
                client.setReceiveBufferSize(SMALL_BUFFER); // has an effect only before connecting
            }
            client.setSoTimeout((int) Patience.DEADLINE.toMillis());
            client.connect(listener.getLocalAddress(), (int) Patience.DEADLINE.toMillis());
            server = listener.accept();
            if (sendBuffer > 0) {
                server.setOption(StandardSocketOptions.SO_SNDBUF, sendBuffer);
            }
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    static LoopbackPair open() throws IOException {
        return new LoopbackPair(0);
    }

    /** A pair whose server can't send far ahead of what the client reads. */
    static LoopbackPair openSmall() throws IOException {
        return new LoopbackPair(SMALL_BUFFER);
    }

    /** A pair whose server can send far ahead of what the client has room for, so that much of it is under way. */
    static LoopbackPair openAhead() throws IOException {
        return new LoopbackPair(LARGE_BUFFER);
    }

    Socket client() {
        return client;
    }

    SocketChannel server() {
        return server;
    }

    /** Reads until the server ends the stream; fails if it resets the connection instead. */
    byte[] readAll() throws IOException {
        return client.getInputStream().readAllBytes();
    }

    byte[] read(int count) throws IOException {
        return client.getInputStream().readNBytes(count);
    }

    /** Reads what is there, up to so many bytes, or waits for some. */
    int readSome(int atMost) throws IOException {
        return client.getInputStream().read(new byte[atMost]);
    }

    /** Reads what comes until the connection ends in whichever way. */
    byte[] readUntilCut() throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        InputStream input = client.getInputStream();
        byte[] buffer = new byte[16 << 10];
        try {
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                received.write(buffer, 0, count);
            }
        } catch (SocketException e) {
            return received.toByteArray(); // a reset: what came before it counts
        }
        return received.toByteArray();
    }

    void send(byte[] input) throws IOException {
        client.getOutputStream().write(input);
    }

    /** Closes with FIN, provided that everything that arrived was read. */
    void closeClient() throws IOException {
        client.close();
    }

    /** Closes with RST. */
    void resetClient() throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
