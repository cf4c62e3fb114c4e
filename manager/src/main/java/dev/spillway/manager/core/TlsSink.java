/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.SecureLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * TLS over the socket. A region is read record by record into memory that all connections of a loop share: what the layer
 * does not take is read again later, so that no plain text is kept for a slow client.
 */
record TlsSink(SecureLayer tls, ByteBuffer scratch) implements Sink {
    @Override
    public long write(ByteBuffer bytes) throws IOException {
        long before = bytes.remaining();
        int taken = 1;
        while (bytes.hasRemaining() && taken > 0) {
            taken = tls.write(bytes);
        }
        return before - bytes.remaining();
    }

    @Override
    public long transferFrom(FileChannel file, long position, long count) throws IOException {
        long sent = 0;
        while (sent < count && tls.flush()) {
            scratch.clear().limit((int) Math.min(scratch.capacity(), count - sent));
            if (file.read(scratch, position + sent) <= 0) {
                break;
            }
            int taken = tls.write(scratch.flip());
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
}
