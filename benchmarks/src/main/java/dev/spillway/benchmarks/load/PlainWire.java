/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The socket itself. */
final class PlainWire implements Wire {
    private static final int UNKNOWN = -1;

    private final SocketChannel channel;
    private int descriptor = UNKNOWN;

    PlainWire(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void send(ByteBuffer request) throws IOException {
        channel.write(request);
        if (request.hasRemaining()) {
            throw new IOException("request not taken");
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public long discard(long maxBytes) throws IOException {
        if (descriptor == UNKNOWN) {
            descriptor = Discard.descriptorOf(channel);
        }
        return Discard.receive(descriptor, maxBytes);
    }

    @Override
    public boolean hasMore() {
        return false;
    }
}
