/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;

/** Files with bytes that differ at every place, and what may happen to a file. */
public final class SampleFiles {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-02-02T02:02:02.020Z"));

    private SampleFiles() {}

    public static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    public static byte[] head(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }

    /** A file that was last touched long ago, so that every change shows in its time. */
    public static Path write(Path path, byte[] content) throws IOException {
        Files.write(path, content);
        return Files.setLastModifiedTime(path, LONG_AGO);
    }

    public static void touch(Path path) throws IOException {
        FileTime later =
                FileTime.from(Files.getLastModifiedTime(path).toInstant().plus(Duration.ofSeconds(1)));
        Files.setLastModifiedTime(path, later);
    }

    public static void overwrite(Path path, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content), 0);
        }
    }

    public static void append(Path path, byte[] content) throws IOException {
        Files.write(path, content, StandardOpenOption.APPEND);
    }

    public static void truncate(Path path, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    /** Puts another file into the place of the first, as a careful publisher does. */
    public static void replace(Path path, byte[] content) throws IOException {
        Path fresh = write(path.resolveSibling(path.getFileName() + ".fresh"), content);
        touch(fresh);
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    }
}
