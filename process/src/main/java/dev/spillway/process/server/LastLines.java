/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * The log file that a valve has handed over, for the lines that it can't write itself any more. It is open for appending, so
 * that lines of several writers don't mix. Closed when the valve and its last download are gone.
 */
final class LastLines {
    private static final Logger LOG = System.getLogger(LastLines.class.getName());

    private final RareLog rareLog = new RareLog(LOG);
    private FileChannel file;

    /** Writes to this file from now on. */
    synchronized void use(FileChannel newFile) {
        close();
        file = newFile;
    }

    /** Writes a line; one that can't be written is lost, and told of. */
    synchronized void write(String line) {
        if (file == null) {
            return;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            rareLog.log(Level.WARNING, "Lines of the download log are lost: " + e);
        }
    }

    synchronized void close() {
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Failed to close the log file", e);
        }
        file = null;
    }
}
