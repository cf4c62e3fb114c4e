/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a client sends before its answer is complete: the beginning of its next request, or its farewell. Some of it is
 * kept for whoever reads that request; what goes beyond stays in the socket, where it costs the client and not us.
 */
final class InputAhead {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** With as much as this there is no more looking for input; one more read may come on top of it. */
    private static final int ENOUGH_BYTES = 16 << 10;

    private ByteBuffer kept = NOTHING;

    /** What has come so far, to be read. */
    ByteBuffer kept() {
        return kept;
    }

    /** Whether no more is to be received. */
    boolean isEnough() {
        return kept.remaining() >= ENOUGH_BYTES;
    }

    /**
     * Receives what has come.
     *
     * @param scratch see {@link Peer#receive}
     * @return number of bytes, 0 if none are there, -1 if the client will send no more
     */
    int receive(Peer peer, ByteBuffer scratch) throws IOException {
        int read = peer.receive(scratch.clear());
        if (read > 0) {
            kept = ByteBuffer.allocate(kept.remaining() + read)
                    .put(kept)
                    .put(scratch.flip())
                    .flip();
        }
        return read;
    }
}
