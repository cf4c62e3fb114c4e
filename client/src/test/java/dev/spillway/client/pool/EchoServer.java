/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.pool;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends every number back that it gets, and counts the sockets that are open to it. */
final class EchoServer implements AutoCloseable {
    /** Makes it close the connection without an answer. */
    static final long HANG_UP = 0;

    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();

    EchoServer() throws IOException {
        start(this::accept);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "echo-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket;
                DataInputStream in = new DataInputStream(socket.getInputStream());
                DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
            for (long number = in.readLong(); number != HANG_UP; number = in.readLong()) {
                out.writeLong(number);
            }
        } catch (IOException e) {
            // The client has closed.
        } finally {
            open.decrementAndGet();
        }
    }

    Endpoint endpoint() {
        return new Endpoint("localhost", listener.getLocalPort(), false);
    }

    int open() {
        return open.get();
    }

    int mostOpen() {
        return mostOpen.get();
    }

    static void send(Connection connection, long number) throws IOException {
        connection
                .output()
                .write(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    static long receive(Connection connection) throws IOException {
        byte[] answer = connection.input().readNBytes(Long.BYTES);
        if (answer.length < Long.BYTES) {
            throw new EOFException("the server has hung up");
        }
        return ByteBuffer.wrap(answer).getLong();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
