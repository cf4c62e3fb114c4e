/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

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
     * @param file what it is to send
     * @param terms for whom, and how; those of the {@link Transfer} that begins there
     * @return a {@link Place}, to be used at once or given up, or a {@link Refusal}
     */
    AdmitAnswer admit(SourceFile file, Terms terms);

    /** Returns the figures of this moment. They are read one after the other, not as one atomic picture. */
    ManagerStats stats();

    /** The processes that send, each by itself; they are part of {@link #stats}. None if this JVM does it all. */
    default List<ManagerProcess> processes() {
        return List.of();
    }

    /**
     * Returns the downloads that were handed over and have not ended, the oldest first. Those that are sent within the
     * request are not among them: they are over before anybody could look.
     *
     * @param max the most to return; the others are left out
     */
    List<DownloadView> downloads(int max);

    /**
     * Ends a download as {@link Outcome#CANCELLED}, wherever it is; the client sees a cut connection. As with all of
     * these, what was asked for is done soon after the return.
     *
     * @return whether there was a download of that id
     */
    boolean cancel(long id);

    /** Stops sending, and keeps connection and place; false if there is no such download. */
    boolean pause(long id);

    /** Goes on after {@link #pause}; false if there is no such download. */
    boolean resume(long id);

    /**
     * Gives a download another limit, in the place of that of its {@link Terms} or of {@link Limits}.
     *
     * @param bytesPerSecond 0 for none
     * @return whether there was a download of that id
     */
    boolean setRate(long id, long bytesPerSecond);

    /**
     * Gives a download another priority.
     *
     * @param priority within the bounds of {@link Terms#priority}
     * @return whether there was a download of that id
     */
    boolean setPriority(long id, int priority);

    /** The limits that hold now. */
    Limits limits();

    /** Has other limits hold from now on, also for the downloads that are running. */
    void setLimits(Limits limits);

    /** Takes no more downloads and lets the running and the waiting ones end, or takes downloads again. */
    void setDraining(boolean isDraining);

    /**
     * How often since the start a part of the manager was lost, and with it the downloads that it had: a loop of this JVM,
     * after which no more are taken, or a process that was not asked to end, which is followed by another.
     */
    int losses();

    /**
     * Takes no more downloads, lets the running ones end, cuts those that are still running after {@code drainTimeout},
     * and ends the threads. A second call waits for the first and returns its verdict.
     *
     * @param drainTimeout how long running downloads may go on; zero cuts them at once
     */
    StopReport stop(Duration drainTimeout);
}
