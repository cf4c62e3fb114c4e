/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server on the loopback that talks to each client in a thread of its own, and may lead him on to another server. */
abstract class Relay implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    Relay() throws IOException {
        start(() -> {
            while (true) {
                Socket client = listener.accept();
                start(() -> serve(client));
            }
        });
    }

    /** Work that ends when one of the two sides closes. */
    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One of the two sides has closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Talks to a client until the end. */
    abstract void serve(Socket client) throws IOException;

    /** Carries bytes both ways; {@code fromClient} may hold some already. */
    static void tunnel(Socket client, InputStream fromClient, Socket server) throws IOException {
        start(() -> server.getInputStream().transferTo(client.getOutputStream()));
        fromClient.transferTo(server.getOutputStream());
    }

    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
