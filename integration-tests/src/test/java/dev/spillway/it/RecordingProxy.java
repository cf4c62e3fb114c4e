/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Passes the bytes of one connection on in both ways, in their pace, and keeps what it has seen. */
final class RecordingProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 4096;
    private static final int SOCKET_BUFFER_BYTES = 8 * 1024;

    private final ServerSocket listener;
    private final String address;
    private final int port;
    private final Recording fromServer = new Recording();
    private final Recording fromClient = new Recording();
    private volatile Socket client;
    private volatile Socket server;

    private RecordingProxy(String address, int port) throws IOException {
        this.address = address;
        this.port = port;
        this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /** Waits, on the address of {@link TomcatBase#MAIN_ADDRESS}, for the one connection that it passes on to there. */
    static RecordingProxy to(String address, int port) {
        try {
            RecordingProxy proxy = new RecordingProxy(address, port);
            new Thread(proxy::pass, "recording-proxy").start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What the server has said, as soon as it has ended the connection. */
    byte[] serverBytes() {
        Patience.await("the server ends the connection", fromServer::isOver);
        return fromServer.bytes();
    }

    /** What the client has said by now. */
    byte[] clientBytes() {
        return fromClient.bytes();
    }

    private void pass() {
        try {
            client = listener.accept();
            client.setSendBufferSize(SOCKET_BUFFER_BYTES);
            server = RawHttpClient.openSocket(address, port, SOCKET_BUFFER_BYTES);
            // It is the client that waits with a deadline.
            server.setSoTimeout(0);
        } catch (IOException e) {
            // Closed while waiting, or nobody there: the client, who finds no answer, fails for it.
            fromServer.end();
            return;
        }
        Thread requests = new Thread(() -> copy(client, server, fromClient), "recording-proxy-requests");
        requests.start();
        copy(server, client, fromServer);
    }

    private static void copy(Socket from, Socket to, Recording recording) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                recording.write(buffer, read);
                out.write(buffer, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One side has broken off; what was seen until then counts.
            return;
        } finally {
            recording.end();
        }
    }

    @Override
    public void close() {
        Closing.all(listener, client, server);
    }

    /** What one side has said. */
    private static final class Recording {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean over;

        synchronized void write(byte[] from, int length) {
            bytes.write(from, 0, length);
        }

        synchronized void end() {
            over = true;
        }

        synchronized boolean isOver() {
            return over;
        }

        synchronized byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
