/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** The file that the download log goes to, for the lines that a process has to write when this JVM is gone. */
public interface LogOpener {
    /** No log. */
    LogOpener NONE = new LogOpener() {
        @Override
        public Optional<FileChannel> open() {
            return Optional.empty();
        }

        @Override
        public void whenNew(Runnable listener) {
            // there never is a new one
        }
    };

    /** The present file, open for appending; nothing if there is no log. */
    Optional<FileChannel> open() throws IOException;

    /** Has somebody told, on whatever thread, that lines go to another file from now on. One listener at a time. */
    void whenNew(Runnable listener);
}
