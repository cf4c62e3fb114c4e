/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentTest {
    private static final int LENGTH = 300_000;

    @TempDir
    Path folder;

    @Test
    void anyPieceOfTheFileMatchesAtItsPosition() throws Exception {
        byte[] file = file("a.bin");
        for (int position : new int[] {0, 1, 65_520, 65_521, 200_000}) {
            assertThat(Content.of("a.bin").matches(position, ByteBuffer.wrap(file, position, LENGTH - position)))
                    .as("from %d", position)
                    .isTrue();
        }
    }

    @Test
    void oneWrongByteIsSeen() throws Exception {
        byte[] file = file("a.bin");
        file[123_456]++;
        assertThat(Content.of("a.bin").matches(0, ByteBuffer.wrap(file))).isFalse();
    }

    @Test
    void aPieceOfAnotherOffsetOrAnotherFileIsSeen() throws Exception {
        ByteBuffer piece = ByteBuffer.wrap(file("a.bin"), 0, 4_096);
        assertThat(Content.of("a.bin").matches(65_536, piece)).isFalse();
        assertThat(Content.of("b.bin").matches(0, piece)).isFalse();
    }

    private byte[] file(String name) throws Exception {
        Path file = folder.resolve(name);
        Content.of(name).writeTo(file, LENGTH);
        return Files.readAllBytes(file);
    }
}
