/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.source;

import dev.spillway.client.http.Validators;
import java.net.URI;

/**
 * A file on one server. Remembers what the server first said of the file, and refuses every later answer that does not fit: so bytes of two states of
 * the file never come from one source. Safe for use by any number of threads.
 */
public interface Source extends AutoCloseable {
    /** As the user gave it; may hold secrets. */
    URI uri();

    /** Names the server: scheme, host and port, nothing secret. */
    String server();

    /**
     * Makes the source refuse everything but this state of the file; used when a download goes on from an earlier run.
     *
     * @param size bytes
     */
    void expect(long size, Validators validators);

    /** Makes ready for a question that will follow soon, as far as that can be done; returns when that is through, and never fails. */
    default void prepare() {}

    /**
     * Asks for part of the file.
     *
     * @param first offset of the first byte
     * @param end offset behind the last; {@link Long#MAX_VALUE} asks for all that follow
     * @return stream of bytes from {@code first} on; a server may end it earlier than asked, and one without ranges gives the whole file if
     *     {@code first} is zero
     * @throws SourceException with {@link dev.spillway.client.api.Failure#FILE_CHANGED} if it is not the file of before
     */
    RangeStream open(long first, long end) throws SourceException, InterruptedException;

    /** Closes what the source keeps open for itself. */
    @Override
    void close();
}
