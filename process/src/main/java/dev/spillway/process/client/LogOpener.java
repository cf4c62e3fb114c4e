/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Opens the file that the download log goes to, for the lines that a process has to write when this JVM is gone. */
@FunctionalInterface
public interface LogOpener {
    /** The file, open for appending; nothing if there is no log. */
    Optional<FileChannel> open() throws IOException;
}
