/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.send;

import dev.spillway.manager.api.SecureLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * TLS over the socket. A region is read record by record into memory that all connections of a loop share: what the layer
 * does not take is read again later, so that no plain text is kept for a slow client.
 */
final class TlsSink implements Sink {
    /** The most that a record holds (RFC 8446 section 5.1). */
    private static final int RECORD_BYTES = 16 << 10;

    private final SecureLayer tls;
    private final ByteBuffer scratch;

    /** What the layer took last; all that it took before has been sent, as it takes nothing while something waits. */
    private int lastTaken;

    TlsSink(SecureLayer tls, ByteBuffer scratch) {
        this.tls = tls;
        this.scratch = scratch;
    }

    @Override
    public long write(ByteBuffer bytes) throws IOException {
        long before = bytes.remaining();
        while (bytes.hasRemaining() && take(bytes) > 0) {}
        return before - bytes.remaining();
    }

    @Override
    public long transferFrom(FileChannel file, long position, long count) throws IOException {
        long sent = 0;
        while (sent < count) {
            scratch.clear().limit((int) Math.min(RECORD_BYTES, count - sent));
            if (!tls.flush() || file.read(scratch, position + sent) <= 0) {
                break;
            }
            int taken = take(scratch.flip());
            if (taken == 0) {
                break;
            }
            sent += taken;
        }
        return sent;
    }

    @Override
    public boolean flush() throws IOException {
        return tls.flush();
    }

    @Override
    public long pendingBytes() {
        return tls.isPending() ? lastTaken : 0;
    }

    private int take(ByteBuffer bytes) throws IOException {
        int taken = tls.write(bytes);
        if (taken > 0) {
            lastTaken = taken;
        }
        return taken;
    }
}
