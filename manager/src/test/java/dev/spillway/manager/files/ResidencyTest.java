/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel says is in memory. */
class ResidencyTest {
    private static final int CHUNK = Residency.CHUNK_BYTES;
    private static final long FOUR_SECONDS = 4_000_000_000L;

    @TempDir
    private Path dir;

    @Test
    void whatWasWrittenIsInMemoryAndWhatNeverWasIsNot() throws IOException {
        Path path = file(8L * CHUNK);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(2 * CHUNK), 2L * CHUNK);
            Residency residency = open(path, channel);
            assertThat(residency.isInMemory(2L * CHUNK, 2 * CHUNK, 0)).isTrue();
            assertThat(residency.isInMemory(0, 1, 0)).isFalse();
            assertThat(residency.isInMemory(2L * CHUNK, 3 * CHUNK, 0)).isFalse();
            assertThat(residency.isInMemory(8L * CHUNK, 100, 0))
                    .as("beyond the end")
                    .isTrue();
            residency.close();
        }
    }

    @Test
    void whatWasReadIsTakenToBeThereForSomeSeconds() throws IOException {
        Path path = file(CHUNK);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            Residency residency = open(path, channel);
            residency.markRead(0, 0);
            assertThat(residency.isInMemory(0, CHUNK, 0)).isTrue();
            assertThat(residency.isInMemory(0, CHUNK, FOUR_SECONDS)).isFalse();
            residency.close();
        }
    }

    /** Beyond the end of a mapped file there is nothing to touch, and nothing is touched. */
    @Test
    void aFileThatBecameShorterHarmsNobody() throws IOException {
        Path path = file(4L * CHUNK);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            Residency residency = open(path, channel);
            assertThat(residency.isInMemory(0, 1, 0)).isFalse();
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(0);
            }
            assertThat(residency.isInMemory(0, 4 * CHUNK, 0)).isFalse();
            residency.close();
        }
    }

    @Test
    void aClosedChannelTellsNothing() throws IOException {
        Path path = file(CHUNK);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        Residency residency = open(path, channel);
        channel.close();
        assertThat(residency.isInMemory(0, 1, 0)).as("the loop will find out").isTrue();
        residency.close();
    }

    private Path file(long length) throws IOException {
        Path path = dir.resolve("file");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(length);
        }
        return path;
    }

    private static Residency open(Path path, FileChannel channel) throws IOException {
        Residency residency = new Residency(path, channel.size());
        residency.open(channel);
        return residency;
    }
}
