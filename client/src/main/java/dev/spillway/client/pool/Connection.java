/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.pool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** An open socket, plain or under TLS. One task at a time uses it; only {@link #close} may come from another thread. */
public interface Connection extends AutoCloseable {
    /** Bytes from the peer; a read that waits longer than {@link #readTimeout} throws {@link java.net.SocketTimeoutException}. */
    InputStream input() throws IOException;

    /** Bytes to the peer. */
    OutputStream output() throws IOException;

    /**
     * Bounds each wait for input.
     *
     * @param longest above zero; shorter than 1 ms counts as 1 ms
     */
    void readTimeout(Duration longest) throws IOException;

    /**
     * Whether the peer has kept the socket open and has sent nothing that nobody asked for. Never blocks. Bytes that wait here would be taken
     * for the answer to the next request, so a socket that is not quiet must not be used again.
     */
    boolean isQuiet();

    /** Closes at once, from any thread; whoever is blocked in a read or write gets an {@link IOException}. Never throws. */
    @Override
    void close();
}
