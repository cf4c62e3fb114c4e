/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.core.SampleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The truth table of {@link SourceFile#isOverwritten}: whether the bytes under the open descriptor are the old ones. */
class OverwrittenFileTest {
    private static final byte[] OLD = SampleFiles.bytes(10_000, 1);
    private static final byte[] NEW = SampleFiles.bytes(10_000, 2);

    private final OpenFiles files = new OpenFiles();

    @TempDir
    private Path dir;

    private interface Change {
        void applyTo(Path path) throws IOException;
    }

    @Test
    void anUntouchedFileIsNot() throws IOException {
        assertThat(isOverwrittenAfter(path -> {})).isFalse();
    }

    @Test
    void aFileThatWasReadIsNot() throws IOException {
        assertThat(isOverwrittenAfter(Files::readAllBytes)).isFalse();
    }

    /** A new time is all that shows of a change of bytes, so it has to count as one. */
    @Test
    void aTouchedFileIs() throws IOException {
        assertThat(isOverwrittenAfter(SampleFiles::touch)).isTrue();
    }

    @Test
    void aFileOverwrittenInItsFullLengthIs() throws IOException {
        assertThat(isOverwrittenAfter(path -> SampleFiles.overwrite(path, NEW))).isTrue();
    }

    @Test
    void aFileOfWhichOneByteWasOverwrittenIs() throws IOException {
        assertThat(isOverwrittenAfter(path -> SampleFiles.overwrite(path, new byte[] {1})))
                .isTrue();
    }

    @Test
    void aShrunkFileIs() throws IOException {
        assertThat(isOverwrittenAfter(path -> SampleFiles.truncate(path, 9_999)))
                .isTrue();
        assertThat(isOverwrittenAfter(path -> SampleFiles.truncate(path, 0))).isTrue();
    }

    @Test
    void aGrownFileIsNot() throws IOException {
        assertThat(isOverwrittenAfter(path -> SampleFiles.append(path, NEW))).isFalse();
    }

    @Test
    void aDeletedFileIsNot() throws IOException {
        assertThat(isOverwrittenAfter(Files::delete)).isFalse();
    }

    @Test
    void aFileInWhosePlaceThereIsADirectoryIsNot() throws IOException {
        assertThat(isOverwrittenAfter(path -> {
                    Files.delete(path);
                    Files.createDirectory(path);
                }))
                .isFalse();
    }

    @Test
    void aFileRenamedAwayIsNot() throws IOException {
        assertThat(isOverwrittenAfter(path -> Files.move(path, dir.resolve("elsewhere"))))
                .isFalse();
    }

    @Test
    void aFileOverWhichAnotherWasRenamedIsNot() throws IOException {
        assertThat(isOverwrittenAfter(path -> SampleFiles.replace(path, NEW))).isFalse();
        assertThat(isOverwrittenAfter(path -> SampleFiles.replace(path, new byte[5])))
                .isFalse();
    }

    /** All of its holders have to learn it, also one that opened the same version later. */
    @Test
    void allWhoShareTheFileSeeIt() throws IOException {
        Path path = SampleFiles.write(dir.resolve("a"), OLD);
        try (SourceFile first = files.open(path);
                SourceFile second = files.open(path)) {
            SampleFiles.overwrite(path, NEW);
            try (SourceFile fresh = files.open(path)) {
                assertThat(first.isOverwritten()).isTrue();
                assertThat(second.isOverwritten()).isTrue();
                assertThat(fresh.isOverwritten()).isFalse();
            }
        }
    }

    private boolean isOverwrittenAfter(Change change) throws IOException {
        Path path = SampleFiles.write(dir.resolve("file"), OLD);
        try (SourceFile file = files.open(path)) {
            assertThat(file.isOverwritten()).isFalse();
            change.applyTo(path);
            boolean isOverwritten = file.isOverwritten();
            assertThat(file.isOverwritten()).as("asked again").isEqualTo(isOverwritten);
            return isOverwritten;
        } finally {
            Files.deleteIfExists(path);
        }
    }
}
