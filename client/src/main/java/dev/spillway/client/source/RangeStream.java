/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.source;

import java.time.Duration;

/** Bytes of a file from one server, in order. Used by one thread; only {@link #abort} may come from another. */
public interface RangeStream extends AutoCloseable {
    /** What the server said about the file along with these bytes. */
    FileFacts facts();

    /** Offset behind the last byte that will come; {@link Long#MAX_VALUE} if the server did not say where the file ends. */
    long end();

    /** From the request to the first byte. */
    Duration responseTime();

    /** Whether an end of unknown place is a proper one, or may just as well be a broken connection. */
    boolean isDelimited();

    /**
     * The next bytes.
     *
     * @return number of bytes, at least 1; -1 at the end
     * @throws SourceException if the server broke off, fell silent or broke the protocol
     */
    int read(byte[] target, int offset, int length) throws SourceException;

    /** Gives up at once; the reader gets a {@link SourceException}. */
    void abort();

    /** Ends the use; the connection is kept for the next range where its state allows. */
    @Override
    void close();
}
