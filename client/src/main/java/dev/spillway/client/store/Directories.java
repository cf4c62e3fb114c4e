/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes a change of a directory last. */
final class Directories {
    private Directories() {}

    /** Forces the directory of a file to the disk, so that a new name is still there after a loss of power. */
    static void force(Path file) throws IOException {
        FileChannel directory;
        try {
            directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ);
        } catch (IOException e) {
            // Not every system lets a directory be opened; there it cannot be forced, either.
            return;
        }
        try (directory) {
            directory.force(true);
        }
    }
}
