/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A server on the loopback that answers each request by a script. Ends with all of its connections when it is closed. */
public final class ScriptedServer implements AutoCloseable {
    /** Answers one request; the connection is kept if it returns normally. */
    @FunctionalInterface
    public interface Script {
        void answer(Exchange exchange) throws IOException;
    }

    private final ServerSocket listener;
    private volatile byte[] content;
    private final Script script;
    private final String scheme;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String etag = "v1";
    private volatile long bytesPerSecond = Long.MAX_VALUE;

    public ScriptedServer(byte[] content, Script script) throws IOException {
        this(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), "http", content, script);
    }

    public ScriptedServer(ServerSocket listener, String scheme, byte[] content, Script script) {
        this.listener = listener;
        this.scheme = scheme;
        this.content = content;
        this.script = script;
        Thread acceptor = new Thread(this::accept, "scripted-server");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** A server that does everything right. */
    public static ScriptedServer honest(byte[] content) throws IOException {
        return new ScriptedServer(content, Exchange::answerProperly);
    }

    /** Bounds each connection. */
    public ScriptedServer slowedTo(long bytesASecond) {
        bytesPerSecond = bytesASecond;
        return this;
    }

    public ScriptedServer etag(String tag) {
        etag = tag;
        return this;
    }

    /** From now on the server has another file in the same place. */
    public void replace(byte[] other, String tag) {
        content = other;
        etag = tag;
    }

    String etag() {
        return etag;
    }

    byte[] content() {
        return content;
    }

    public int port() {
        return listener.getLocalPort();
    }

    public URI uri() {
        return uri("/file.bin");
    }

    public URI uri(String path) {
        return URI.create(scheme + "://localhost:" + port() + path);
    }

    /** Requests so far. */
    public int requests() {
        return requests.get();
    }

    /** Bytes of content that were given to sockets so far. */
    public long sent() {
        return sent.get();
    }

    void sent(int count) {
        sent.addAndGet(count);
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    void pause(long millis) throws IOException {
        try {
            if (closed.await(millis, TimeUnit.MILLISECONDS)) {
                throw new IOException("the server has been closed");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    void pace(int bytes) throws IOException {
        if (bytesPerSecond < Long.MAX_VALUE) {
            pause(Math.max(1, bytes * 1000L / bytesPerSecond));
        }
    }

    private void accept() {
        while (!isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread thread = new Thread(() -> serve(socket), "scripted-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in = Exchange.reader(socket);
            for (Exchange next = Exchange.read(this, socket, in);
                    next != null;
                    next = Exchange.read(this, socket, in)) {
                requests.incrementAndGet();
                script.answer(next);
            }
        } catch (IOException e) {
            // The client has gone, or the script has broken the connection.
        } finally {
            sockets.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
