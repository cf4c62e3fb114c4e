/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Thousands of clients with addresses of their own that ask for one file at the same time, each on a connection of its own
 * that the server is to close. One thread drives them all.
 */
final class Flood implements AutoCloseable {
    private static final int STATUS_END = "HTTP/1.1 200".length();

    /** How far one client has come. */
    private static final class Client {
        private final StringBuilder status = new StringBuilder();
        private long received;
    }

    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(256 << 10);
    private final byte[] request;
    private final Map<String, Integer> answers = new TreeMap<>();
    private final long wholeBytes;

    /** @param bodyBytes length of the file, by which whole answers are known */
    Flood(String path, long bodyBytes) {
        request = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        wholeBytes = bodyBytes;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has one more client ask, from the loopback address of that number. */
    void ask(int port, int number) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.bind(new InetSocketAddress(
                "127." + (1 + number / 62500) + "." + number / 250 % 250 + "." + (1 + number % 250), 0));
        channel.configureBlocking(false);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.register(selector, SelectionKey.OP_CONNECT, new Client());
    }

    /** Clients that have not got the end of an answer yet. */
    int open() {
        return selector.keys().size();
    }

    /**
     * How many got which answer: "200" for a whole file, another status, "200 cut", or "nothing" if the connection ended
     * without an answer.
     */
    Map<String, Integer> answers() {
        return Map.copyOf(answers);
    }

    /** Lets things go on for a moment. */
    void step() throws IOException {
        selector.select(this::onReady, 100);
    }

    private void onReady(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        Client client = (Client) key.attachment();
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                channel.write(ByteBuffer.wrap(request)); // an empty buffer takes it as a whole
                key.interestOps(SelectionKey.OP_READ);
            } else if (key.isReadable() && !read(channel, client)) {
                end(key, client);
            }
        } catch (IOException e) {
            end(key, client);
        }
    }

    private boolean read(SocketChannel channel, Client client) throws IOException {
        int read = channel.read(buffer.clear());
        for (int i = 0; i < read && client.status.length() < STATUS_END; i++) {
            client.status.append((char) buffer.get(i));
        }
        client.received += Math.max(0, read);
        return read >= 0;
    }

    private void end(SelectionKey key, Client client) {
        String status = client.status.length() < STATUS_END ? "nothing" : client.status.substring(STATUS_END - 3);
        boolean isCut = status.equals("200") && client.received < wholeBytes;
        answers.merge(isCut ? "200 cut" : status, 1, Integer::sum);
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
