/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.api;

import java.nio.file.Path;

/**
 * Is told how a download goes. Every download that was started ends with just one call of {@link #finished} or {@link #failed}, the last of all. Calls
 * come one at a time from threads of the download and hold it up, so they must be quick. No text holds a password or the query of a URL.
 */
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener NONE = new ProgressListener() {};

    /** Several times a second while the download runs. */
    default void progress(Progress progress) {}

    /** Something that a user may want to know: a server taken in or given up, bytes found wrong, a file that changed. */
    default void event(String message) {}

    /** All bytes have come and are right; what remains is to make them last on the disk. */
    default void received() {}

    /** The file is there. */
    default void finished(Path file, Progress progress) {}

    /** The download has ended without the file. */
    default void failed(DownloadException failure) {}
}
