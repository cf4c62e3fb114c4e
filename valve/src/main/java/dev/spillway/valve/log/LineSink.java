/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import java.io.IOException;

/** Where lines go in the end. Used by one thread only. */
interface LineSink extends AutoCloseable {
    /**
     * Takes one line.
     *
     * @throws IOException if it can't be taken now; it may be tried again
     */
    void append(String line) throws IOException;

    /**
     * Brings everything taken so far to where others can read it.
     *
     * @throws IOException if that is not possible now; nothing is lost, and it may be tried again
     */
    void flush() throws IOException;

    /** Number of lines that were taken and not flushed yet. */
    int pendingLines();

    /** Ends the use. What could not be flushed is lost. */
    @Override
    void close();

    /** What it is, for messages. */
    @Override
    String toString();
}
