/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One of the {@link SlowClients}; used by their thread only, save for what it tells. */
final class SlowClient {
    private static final int RECEIVE_BUFFER_BYTES = 8 * 1024;
    private static final int BUFFER_BYTES = 4 * 1024;
    private static final String HEAD_END = "\r\n\r\n";

    private final SocketChannel channel;
    private final String request;
    private final ByteBuffer expected;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final StringBuilder head = new StringBuilder();
    private boolean connected;
    private boolean inBody;
    private volatile long received;
    private volatile String trouble;

    private SlowClient(SocketChannel channel, String path, ByteBuffer expected) {
        this.channel = channel;
        this.request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        this.expected = expected;
    }

    static SlowClient connect(Selector selector, InetSocketAddress address, String path, ByteBuffer expected)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
        SlowClient client = new SlowClient(channel, path, expected);
        channel.connect(address);
        channel.register(selector, SelectionKey.OP_CONNECT, client);
        return client;
    }

    void onConnectable(SelectionKey key) {
        try {
            channel.finishConnect();
            key.interestOps(0);
            channel.write(StandardCharsets.US_ASCII.encode(request));
            connected = true;
        } catch (IOException e) {
            fail("connect: " + e.getMessage());
        }
    }

    /** Takes in what there is, but no more than that. */
    void readUpTo(int bytes) {
        if (!connected || trouble != null) {
            return;
        }
        try {
            int left = bytes;
            int read = 1;
            while (left > 0 && read > 0) {
                buffer.clear().limit(Math.min(left, buffer.capacity()));
                read = channel.read(buffer);
                left -= read;
                takeIn();
            }
            if (read < 0 && !isFinished()) {
                fail("end of stream");
            }
        } catch (IOException e) {
            fail("read: " + e.getMessage());
        }
    }

    private void takeIn() {
        buffer.flip();
        if (!inBody) {
            takeHead();
        }
        takeBody();
    }

    private void takeHead() {
        while (!inBody && buffer.hasRemaining()) {
            head.append((char) buffer.get());
            inBody = head.length() > HEAD_END.length()
                    && head.substring(head.length() - HEAD_END.length()).equals(HEAD_END);
        }
        if (inBody && !head.toString().startsWith("HTTP/1.1 200 ")) {
            fail(head.substring(0, head.indexOf("\r\n")));
        }
    }

    private void takeBody() {
        int from = (int) received;
        int length = buffer.remaining();
        expected.limit(from + length).position(from);
        if (!expected.equals(buffer)) {
            fail("wrong bytes");
        }
        received = (long) from + length;
    }

    long received() {
        return received;
    }

    /** Whether everything is there. */
    boolean isFinished() {
        return received == expected.capacity();
    }

    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void fail(String what) {
        if (trouble == null) {
            trouble = what;
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
