/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.process.descriptor.Descriptors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of a valve that is gone follow the file as {@code logrotate} moves it. */
class LastLinesTest {
    private final LastLines lines = new LastLines();

    @TempDir
    private Path directory;

    private Path log;

    @BeforeEach
    void open() throws IOException {
        log = directory.resolve("download.log");
        use(log);
    }

    @AfterEach
    void close() {
        lines.close();
    }

    private void use(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        lines.use(file, Descriptors.find().orElseThrow().of(file));
    }

    @Test
    void aFileThatWasMovedIsFollowedByANewOne() throws IOException {
        lines.write("one\n");
        Path moved = Files.move(log, directory.resolve("download.log.1"));
        lines.write("two\n");
        lines.write("three\n");
        assertThat(moved).hasContent("one\n");
        assertThat(log).hasContent("two\nthree\n");
    }

    @Test
    void aNewFileOfSomebodyElseIsUsed() throws IOException {
        Files.move(log, directory.resolve("download.log.1"));
        Files.writeString(log, "made by logrotate\n");
        lines.write("one\n");
        assertThat(log).hasContent("made by logrotate\none\n");
    }

    @Test
    void aFileThatWasRemovedIsMadeAnew() throws IOException {
        Files.delete(log);
        lines.write("one\n");
        assertThat(log).hasContent("one\n");
    }

    @Test
    void whereNoNewFileCanBeLinesGoToTheOldOne() throws IOException {
        Path moved = Files.move(log, directory.resolve("download.log.1"));
        Files.createSymbolicLink(log, Files.createFile(directory.resolve("precious")));
        lines.write("one\n");
        assertThat(moved).hasContent("one\n");
        assertThat(directory.resolve("precious")).isEmptyFile();
    }

    /** Such as after midnight: the valve has begun a new file. */
    @Test
    void theValveMayNameAnotherFile() throws IOException {
        lines.write("one\n");
        use(directory.resolve("tomorrow.log"));
        lines.write("two\n");
        assertThat(log).hasContent("one\n");
        assertThat(directory.resolve("tomorrow.log")).hasContent("two\n");
    }
}
