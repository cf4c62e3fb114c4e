/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends files to clients over sockets that somebody else accepted (SYSTEMS.md A4, A12). Safe for use by any thread.
 *
 * <p>The order is always the same: {@link #open} the file, ask for a place with {@link #admit}, {@link Place#begin} the
 * download, and hand the socket over with {@link Download#start}. Until the download has begun nothing has happened that
 * the caller can't undo.
 */
public interface DownloadManager {
    /**
     * Opens a file for sending. Downloads of the same file share one descriptor.
     *
     * @param path a regular file, or a link to one
     * @return the opened file, to be closed by the caller, unless a {@link Download} took it over
     * @throws java.nio.file.NoSuchFileException if there is nothing at {@code path}
     * @throws NotRegularFileException if there is a directory, a FIFO, a device or a socket at {@code path}
     * @throws IOException if the file can't be opened
     */
    SourceFile open(Path path) throws IOException;

    /**
     * Asks for a place for one more download.
     *
     * @return the place, or nothing if the manager takes no more (it is stopping, or a loop of it has failed)
     */
    Optional<Place> admit();

    /** Returns the figures of this moment. They are read one after the other, not as one atomic picture. */
    ManagerStats stats();

    /**
     * Takes no more downloads, lets the running ones end, cuts those that are still running after {@code drainTimeout},
     * and ends the threads. A second call waits for the first and returns its verdict.
     *
     * @param drainTimeout how long running downloads may go on; zero cuts them at once
     */
    StopReport stop(Duration drainTimeout);
}
