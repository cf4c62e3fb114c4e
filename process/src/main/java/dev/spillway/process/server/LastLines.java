/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The log file that a valve has handed over, for the lines that it can't write itself any more. It is open for appending, so
 * that lines of several writers don't mix. Closed when the valve and its last download are gone.
 *
 * <p>A file that was moved away, as {@code logrotate} does, is followed by a new one of the name that it had when it came. That
 * name is the kernel's word, so nobody can have this process open what the user who handed the file over did not have open.
 */
final class LastLines {
    private static final Logger LOG = System.getLogger(LastLines.class.getName());
    private static final Path OWN_DESCRIPTORS = Path.of("/proc/self/fd");

    private final RareLog rareLog = new RareLog(LOG);
    private FileChannel file;
    private Path name;
    private Object key;

    /** Whether the name led to the file when it came. */
    private boolean isFollowed;

    /**
     * Writes to this file from now on.
     *
     * @param number of its descriptor
     */
    synchronized void use(FileChannel newFile, int number) throws IOException {
        close();
        file = newFile;
        Path descriptor = OWN_DESCRIPTORS.resolve(Integer.toString(number));
        name = Files.readSymbolicLink(descriptor);
        key = Files.readAttributes(descriptor, BasicFileAttributes.class).fileKey();
        isFollowed = key != null && key.equals(keyOf(name));
    }

    /** Writes a line; one that can't be written is lost, and told of. */
    synchronized void write(String line) {
        if (file == null) {
            return;
        }
        try {
            followRotation();
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            rareLog.log(Level.WARNING, "Lines of the download log are lost: " + e);
        }
    }

    /** Begins a new file if the present one has lost its name; goes on with the present one if that is not possible. */
    private void followRotation() {
        try {
            if (!isFollowed || key.equals(keyOf(name))) {
                return;
            }
            FileChannel next = FileChannel.open(
                    name, StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
            close();
            file = next;
            key = keyOf(name);
        } catch (IOException e) {
            rareLog.log(Level.WARNING, "The download log was moved away, and no new one can be begun: " + e);
        }
    }

    /** What tells one file from another; null if there is none. */
    private static Object keyOf(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException e) {
            return null;
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
