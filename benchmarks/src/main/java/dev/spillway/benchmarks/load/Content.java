/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the bytes of a file are, so that a client can check any piece of it without the file: random bytes drawn from a
 * seed, repeated. The period is a prime, so bytes of a wrong offset, which are off by a power of two as a rule, differ.
 */
public final class Content {
    private static final int PERIOD = 65_521;

    private static final Map<String, Content> KNOWN = new ConcurrentHashMap<>();

    /** Two periods, so that a piece of up to one period can be compared in one go wherever it begins. */
    private final ByteBuffer twice;

    private Content(ByteBuffer twice) {
        this.twice = twice;
    }

    /** The content that belongs to a file name; the same for every run. */
    public static Content of(String fileName) {
        return KNOWN.computeIfAbsent(fileName, Content::create);
    }

    private static Content create(String fileName) {
        byte[] once = new byte[PERIOD];
        new SplittableRandom(fileName.hashCode()).nextBytes(once);
        return new Content(
                ByteBuffer.allocateDirect(2 * PERIOD).put(once).put(once).flip());
    }

    /** Whether the remaining bytes of {@code data}, which is left unchanged, are those of the file from a position on. */
    public boolean matches(long position, ByteBuffer data) {
        int checked = 0;
        while (checked < data.remaining()) {
            int count = Math.min(PERIOD, data.remaining() - checked);
            ByteBuffer actual = data.slice(data.position() + checked, count);
            if (!actual.equals(piece(position + checked, count))) {
                return false;
            }
            checked += count;
        }
        return true;
    }

    /** Writes the file of this content unless it is there in full. */
    public void writeTo(Path file, long length) throws IOException {
        if (Files.exists(file) && Files.size(file) == length) {
            return;
        }
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (long position = 0; position < length; ) {
                position += channel.write(piece(position, (int) Math.min(PERIOD, length - position)));
            }
            // Dirty pages could not be dropped from the page cache later.
            channel.force(true);
        }
    }

    private ByteBuffer piece(long position, int count) {
        return twice.slice((int) (position % PERIOD), count);
    }
}
