/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.io.IOException;
import java.nio.ByteBuffer;

/** TLS over the socket of a client, with the handshake behind it. Never blocks. Used by one thread at a time. */
public interface SecureLayer {
    /**
     * Encrypts and sends.
     *
     * @return number of bytes taken, possibly fewer than offered; some of them may wait in the layer for {@link #flush}
     */
    int write(ByteBuffer plain) throws IOException;

    /** Sends what waits in the layer; false if some of it still does. */
    boolean flush() throws IOException;

    /** Whether something waits in the layer, so that the last write may not have reached the socket. */
    boolean isPending();

    /**
     * Receives and decrypts, and answers what the peer asks of the layer itself, such as new keys.
     *
     * @param plain with room for 17 KiB, which is a record and what the layer wants beyond it
     * @return number of bytes received, 0 if there are none for now, -1 if the peer has closed
     */
    int read(ByteBuffer plain) throws IOException;

    /** Tells the peer by {@code close_notify} that nothing more comes (RFC 8446 section 6.1). */
    void closeOutbound() throws IOException;
}
