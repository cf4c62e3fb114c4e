/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One client that asks for its file, reads it at its rate, and asks again. Everything runs on the thread of its loop.
 *
 * <pre>
 *   (connect) -> CONNECTING -> OPENING (TLS) -> HEAD -> BODY -> HEAD (kept connection) or CONNECTING (a new one)
 *   any state, on a failure: counted, closed, connected again after 500 ms
 * </pre>
 */
final class DownloadClient {
    private enum State {
        CONNECTING,
        OPENING,
        HEAD,
        BODY
    }

    private static final long RETRY_NANOS = 500_000_000;
    private static final int HEAD_READ_BYTES = 4 << 10;

    private final ClientLoop loop;
    private final DownloadPlan plan;
    private final GroupTally tally;
    private final InetSocketAddress server;
    private final InetSocketAddress source;
    private final ByteBuffer request;
    private final BodyReader body;

    private SocketChannel channel;
    private SelectionKey key;
    private Wire wire;
    private State state = State.CONNECTING;
    private byte[] headSoFar = {};
    private boolean closeAfter;
    private long intendedNanos;
    private Pace pace;

    private long requests;
    private long lastReadNanos;
    private long windowRequests;
    private long windowBytes;
    private long windowNanos;

    DownloadClient(
            ClientLoop loop, DownloadPlan plan, GroupTally tally, InetSocketAddress server, int number, int source) {
        this.loop = loop;
        this.plan = plan;
        this.tally = tally;
        this.server = server;
        this.source = SourceAddresses.of(source);
        String path = plan.pathOf(number);
        request = ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nHost: " + server.getHostString() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        body = new BodyReader(plan, Content.of(path.substring(path.lastIndexOf('/') + 1)), tally);
    }

    /** Begins the first download; its time to first byte counts from the given time. */
    void startAt(long atNanos) {
        attempt(() -> connect(atNanos));
    }

    void onReady() {
        attempt(this::advance);
    }

    void windowBegins() {
        windowBytes = -body.total();
        windowRequests = -requests;
        windowNanos = -markNanos();
    }

    void windowEnds() {
        windowBytes += body.total();
        windowRequests += requests;
        windowNanos += markNanos();
    }

    /** A paced client reads in steps: from one step to another is the time in which it got what it has. */
    private long markNanos() {
        return pace == null ? System.nanoTime() : lastReadNanos;
    }

    /** Rate at which this client was served within the window. */
    double windowBytesPerSecond() {
        return windowBytes * 1e9 / Math.max(1, windowNanos);
    }

    /** Bytes of files received within the window. */
    long windowBytes() {
        return windowBytes;
    }

    /** Whole files received within the window. */
    long windowRequests() {
        return windowRequests;
    }

    void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            tally.failed("close: " + e.getMessage());
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            tally.failed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
            close();
            pace = null;
            long retry = System.nanoTime() + RETRY_NANOS;
            loop.wheel.schedule(() -> startAt(retry), retry);
        }
    }

    private void connect(long atNanos) throws IOException {
        intendedNanos = atNanos;
        state = State.CONNECTING;
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (plan.receiveBufferBytes() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, plan.receiveBufferBytes());
        }
        channel.bind(source);
        boolean connected = channel.connect(server);
        key = channel.register(loop.selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
        if (connected) {
            onConnected();
        }
    }

    private void onConnected() throws IOException {
        wire = loop.wire(channel);
        state = State.OPENING;
        key.interestOps(SelectionKey.OP_READ);
        open();
    }

    private void open() throws IOException {
        if (wire.isOpen()) {
            send();
        }
    }

    private void send() throws IOException {
        state = State.HEAD;
        headSoFar = new byte[0];
        key.interestOps(SelectionKey.OP_READ);
        wire.send(request.rewind());
    }

    private void advance() throws IOException {
        if (state == State.CONNECTING) {
            channel.finishConnect();
            onConnected();
        } else if (state == State.OPENING) {
            open();
        } else if (state == State.HEAD) {
            readHead();
        } else {
            afterRead(body.readReady(wire, loop.buffer));
        }
        if (wire.hasMore() && key.isValid() && key.interestOps() != 0) {
            loop.again(this);
        }
    }

    private void readHead() throws IOException {
        ByteBuffer buffer =
                loop.buffer.clear().limit(headSoFar.length + HEAD_READ_BYTES).put(headSoFar);
        int read = wire.read(buffer);
        if (read < 0) {
            throw new IOException("closed without an answer");
        }
        if (read == 0) {
            return; // a record of TLS without anything for us
        }
        if (headSoFar.length == 0) {
            tally.firstByteAfter(System.nanoTime() - intendedNanos);
        }
        ResponseHead head = ResponseHead.take(buffer.flip());
        if (head == null) {
            headSoFar = new byte[buffer.remaining()];
            buffer.get(headSoFar);
            return;
        }
        if (head.status() != 200 || head.contentLength() != plan.fileBytes()) {
            throw new IOException("status " + head.status() + " length " + head.contentLength());
        }
        closeAfter = head.closes() || plan.newConnectionEach();
        state = State.BODY;
        beginBody(buffer);
    }

    private void beginBody(ByteBuffer firstBytes) throws IOException {
        boolean done = body.begin(firstBytes);
        if (plan.isPaced()) {
            if (pace == null) {
                lastReadNanos = System.nanoTime();
                pace = new Pace(plan.bytesPerSecond(), lastReadNanos, body.total());
            }
            if (!done) {
                key.interestOps(0);
                scheduleRead();
                return;
            }
        }
        afterRead(done);
    }

    private void scheduleRead() {
        SocketChannel current = channel;
        loop.wheel.schedule(
                () -> {
                    if (channel == current) {
                        attempt(this::readPaced);
                    }
                },
                System.nanoTime() + pace.intervalNanos());
    }

    private void readPaced() throws IOException {
        lastReadNanos = System.nanoTime();
        long allowed = pace.allowed(lastReadNanos, body.total());
        boolean done = body.readUpTo(allowed, wire, loop.buffer);
        if (done) {
            afterRead(true);
        } else {
            scheduleRead();
        }
    }

    private void afterRead(boolean done) throws IOException {
        if (!done) {
            return;
        }
        requests++;
        if (closeAfter) {
            close();
            connect(System.nanoTime());
        } else {
            intendedNanos = System.nanoTime();
            send();
        }
    }
}
