/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.dial;

import dev.spillway.client.pool.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** A connected channel and the socket that is read and written: its adaptor, or TLS laid over it. */
final class ChannelConnection implements Connection {
    private final SocketChannel channel;
    private final Socket socket;

    ChannelConnection(SocketChannel channel, Socket socket) {
        this.channel = channel;
        this.socket = socket;
    }

    @Override
    public InputStream input() throws IOException {
        return socket.getInputStream();
    }

    @Override
    public OutputStream output() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public void readTimeout(Duration longest) throws IOException {
        socket.setSoTimeout((int) Math.max(1, Math.min(longest.toMillis(), Integer.MAX_VALUE)));
    }

    /** Looks at the bare channel: under TLS too, whatever waits there (an alert, a ticket) is a reason not to use it again. */
    @Override
    public boolean isQuiet() {
        try {
            channel.configureBlocking(false);
            int read = channel.read(ByteBuffer.allocate(1));
            channel.configureBlocking(true);
            return read == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Closes the channel under TLS, not TLS itself: a farewell would wait for whoever is reading. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is gone either way, and nobody is interested any more.
        }
    }
}
