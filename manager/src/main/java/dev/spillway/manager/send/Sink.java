/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.send;

import dev.spillway.manager.api.ClientSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.Supplier;

/** Where the bytes of an answer go: into the socket itself, or through TLS. Never blocks. */
public interface Sink {
    /** Sends bytes from memory; returns how many were taken. */
    long write(ByteBuffer bytes) throws IOException;

    /** Sends a region of a file; returns how many bytes were taken, 0 also when the file ends before the region. */
    long transferFrom(FileChannel file, long position, long count) throws IOException;

    /** Sends what was taken and not yet sent; false if some of it still waits. */
    boolean flush() throws IOException;

    /** Upper bound of the bytes that were taken and may not have been sent. */
    long pendingBytes();

    /**
     * The sink for a socket.
     *
     * @param scratch gives memory for one record, which TLS may use while it is called
     */
    static Sink of(ClientSocket socket, Supplier<ByteBuffer> scratch) {
        return socket.tls()
                .<Sink>map(tls -> new TlsSink(tls, scratch.get()))
                .orElseGet(() -> new PlainSink(socket.channel()));
    }
}
