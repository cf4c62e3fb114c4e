/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.ClientSocket;
import dev.spillway.manager.send.Sink;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;

/** The other side of a connection: what can be sent to it, what comes from it, and how to take leave of it. */
final class Peer {
    private static final Logger LOG = System.getLogger(Peer.class.getName());
    private static final int MAX_READS_PER_TURN = 16;

    private final ClientSocket client;
    private final Sink sink;

    /** @param scratch see {@link Sink#of} */
    Peer(ClientSocket client, Supplier<ByteBuffer> scratch) {
        this.client = client;
        sink = Sink.of(client, scratch);
    }

    SocketChannel channel() {
        return client.channel();
    }

    boolean isTls() {
        return client.tls().isPresent();
    }

    Sink sink() {
        return sink;
    }

    /** Receives, through TLS if there is TLS; see {@link dev.spillway.manager.api.SecureLayer#read}. */
    int receive(ByteBuffer target) throws IOException {
        return client.tls().isPresent()
                ? client.tls().get().read(target)
                : client.channel().read(target);
    }

    /** Reads from the socket and forgets it, within the bounds of a turn; true if the client has closed. */
    boolean readToEnd(ByteBuffer scratch) throws IOException {
        for (int i = 0; i < MAX_READS_PER_TURN; i++) {
            int read = client.channel().read(scratch.clear());
            if (read <= 0) {
                return read < 0;
            }
        }
        return false;
    }

    /** Whether the client has closed or reset the connection, asked after something failed. */
    boolean isGone(ByteBuffer scratch) {
        try {
            return readToEnd(scratch);
        } catch (IOException e) {
            return true;
        } catch (RuntimeException e) {
            return false; // such as a socket that was never connected: a fault of who handed it over
        }
    }

    /** Says goodbye in TLS, if there is TLS. */
    void closeLayer() throws IOException {
        if (client.tls().isPresent()) {
            client.tls().get().closeOutbound();
        }
    }

    /** Frees, at the close, the megabytes that the kernel would go on holding for a client that takes none of them. */
    void resetOnClose() {
        try {
            client.channel().setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Socket is closed already", e);
        }
    }

    void close() {
        try {
            client.channel().close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Failed to close the socket", e);
        }
    }
}
