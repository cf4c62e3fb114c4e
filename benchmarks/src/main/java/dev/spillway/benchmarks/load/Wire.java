/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What a client sends and receives through, once its connection is there. For the thread of its loop. */
interface Wire {
    /** Does what comes before the first byte, as far as possible now; true once there is nothing left to do. */
    boolean isOpen() throws IOException;

    /**
     * Sends all of it.
     *
     * @throws IOException also if the socket does not take it at once, as it does with something so short
     */
    void send(ByteBuffer request) throws IOException;

    /** Reads what is there, as a channel does: 0 if nothing is, -1 if the other side has closed. */
    int read(ByteBuffer target) throws IOException;

    /** Reads and throws away, with as little work as possible; returns as {@link #read}. */
    long discard(long maxBytes) throws IOException;

    /** Whether something was received and not read, of which the selector will not tell. */
    boolean hasMore();
}
