/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One request of the page probe on its own connection. */
final class PageRequest {
    /** The time it was meant to be sent, from which its latency counts. */
    final long intendedNanos;

    final SocketChannel channel;
    private final PagePlan plan;
    private final Content content;
    private final ByteBuffer answer;
    private ResponseHead head;

    PageRequest(PagePlan plan, Content content, int number, long intendedNanos) throws IOException {
        this.plan = plan;
        this.content = content;
        this.intendedNanos = intendedNanos;
        answer = ByteBuffer.allocate(plan.bytes() + (4 << 10));
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.bind(SourceAddresses.of(number));
    }

    /** Sends the request; called once the connection is there. */
    void send(InetSocketAddress server) throws IOException {
        String text =
                "GET " + plan.path() + " HTTP/1.1\r\nHost: " + server.getHostString() + "\r\nConnection: close\r\n\r\n";
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Reads on; true once the whole page is there and is the right one. */
    boolean read() throws IOException {
        if (channel.read(answer) < 0) {
            throw new IOException("closed before the end");
        }
        if (head == null) {
            ByteBuffer received = answer.duplicate().flip();
            head = ResponseHead.take(received);
            if (head == null) {
                return false;
            }
            answer.flip().position(received.position());
            answer.compact();
        }
        if (head.status() != 200 || head.contentLength() != plan.bytes()) {
            throw new IOException("status " + head.status() + " length " + head.contentLength());
        }
        if (answer.position() < plan.bytes()) {
            return false;
        }
        if (!content.matches(0, answer.duplicate().flip())) {
            throw new IOException("wrong bytes");
        }
        return true;
    }
}
