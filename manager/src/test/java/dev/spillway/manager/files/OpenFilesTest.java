/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.spillway.manager.api.NotRegularFileException;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.core.SampleFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One descriptor for each distinct file in use, and none for what is no file (SYSTEMS.md A3). */
@Timeout(60)
class OpenFilesTest {
    private final OpenFiles files = new OpenFiles();

    @TempDir
    private Path dir;

    @AfterEach
    void nothingIsLeftOpen() {
        assertThat(files.count()).isZero();
    }

    @Test
    void tellsWhatWasOpened() throws IOException {
        Path path = SampleFiles.write(dir.resolve("a.iso"), SampleFiles.bytes(1234, 1));
        try (SourceFile file = files.open(path)) {
            assertThat(file.path()).isEqualTo(path);
            assertThat(file.size()).isEqualTo(1234);
            assertThat(file.lastModified())
                    .isEqualTo(Files.getLastModifiedTime(path).toInstant());
            assertThat(content(file)).isEqualTo(SampleFiles.bytes(1234, 1));
        }
    }

    @Test
    void opensForReadingOnly() throws IOException {
        try (SourceFile file = files.open(SampleFiles.write(dir.resolve("a"), new byte[1]))) {
            assertThatExceptionOfType(NonWritableChannelException.class)
                    .isThrownBy(() -> file.channel().write(ByteBuffer.allocate(1), 0));
        }
    }

    @Test
    void anEmptyFileIsAFileToo() throws IOException {
        try (SourceFile file = files.open(SampleFiles.write(dir.resolve("empty"), new byte[0]))) {
            assertThat(file.size()).isZero();
        }
    }

    @Test
    void allUsersShareOneDescriptorUntilTheLastHasClosed() throws IOException {
        Path path = SampleFiles.write(dir.resolve("a"), new byte[10]);
        SourceFile first = files.open(path);
        SourceFile second = files.open(path);
        SourceFile third = files.open(path);
        FileChannel channel = first.channel();
        assertThat(second.channel()).isSameAs(channel);
        assertThat(third.channel()).isSameAs(channel);
        assertThat(files.count()).isEqualTo(1);
        second.close();
        first.close();
        assertThat(channel.isOpen()).isTrue();
        third.close();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closingTwiceTakesNothingFromTheOthers() throws IOException {
        Path path = SampleFiles.write(dir.resolve("a"), new byte[10]);
        try (SourceFile stays = files.open(path)) {
            SourceFile goes = files.open(path);
            goes.close();
            goes.close();
            goes.close();
            assertThat(stays.channel().isOpen()).isTrue();
            assertThat(files.count()).isEqualTo(1);
        }
    }

    @Test
    void aFileIsOpenedAnewAfterTheLastUserHasClosed() throws IOException {
        Path path = SampleFiles.write(dir.resolve("a"), new byte[10]);
        FileChannel before;
        try (SourceFile file = files.open(path)) {
            before = file.channel();
        }
        try (SourceFile file = files.open(path)) {
            assertThat(file.channel()).isNotSameAs(before);
            assertThat(file.channel().isOpen()).isTrue();
        }
    }

    @Test
    void differentFilesHaveDescriptorsOfTheirOwn() throws IOException {
        byte[] content = SampleFiles.bytes(10, 1);
        try (SourceFile a = files.open(SampleFiles.write(dir.resolve("a"), content));
                SourceFile b = files.open(SampleFiles.write(dir.resolve("b"), content))) {
            assertThat(a.channel()).isNotSameAs(b.channel());
            assertThat(files.count()).isEqualTo(2);
        }
    }

    @Test
    void aReplacedFileIsOpenedAnewAndTheOldOneKeepsItsBytes() throws IOException {
        Path path = SampleFiles.write(dir.resolve("a"), SampleFiles.bytes(100, 1));
        try (SourceFile old = files.open(path)) {
            SampleFiles.replace(path, SampleFiles.bytes(100, 2));
            try (SourceFile fresh = files.open(path);
                    SourceFile another = files.open(path)) {
                assertThat(files.count()).isEqualTo(2);
                assertThat(content(old)).isEqualTo(SampleFiles.bytes(100, 1));
                assertThat(content(fresh)).isEqualTo(SampleFiles.bytes(100, 2));
                assertThat(fresh.fileKey()).isPresent().isNotEqualTo(old.fileKey());
                assertThat(another.channel()).isSameAs(fresh.channel());
            }
            assertThat(old.channel().isOpen()).isTrue();
        }
    }

    @Test
    void aGrownFileIsOpenedAnewWithItsNewLength() throws IOException {
        Path path = SampleFiles.write(dir.resolve("log"), new byte[100]);
        try (SourceFile old = files.open(path)) {
            SampleFiles.append(path, new byte[50]);
            try (SourceFile fresh = files.open(path)) {
                assertThat(old.size()).isEqualTo(100);
                assertThat(fresh.size()).isEqualTo(150);
            }
        }
    }

    @Test
    void aLinkIsFollowedToWhereItPointsNow() throws IOException {
        Path v1 = SampleFiles.write(dir.resolve("v1"), SampleFiles.bytes(100, 1));
        Path v2 = SampleFiles.write(dir.resolve("v2"), SampleFiles.bytes(100, 2));
        Path current = Files.createSymbolicLink(dir.resolve("current"), v1);
        try (SourceFile old = files.open(current)) {
            Files.delete(current);
            Files.createSymbolicLink(current, v2);
            try (SourceFile fresh = files.open(current)) {
                assertThat(content(old)).isEqualTo(SampleFiles.bytes(100, 1));
                assertThat(content(fresh)).isEqualTo(SampleFiles.bytes(100, 2));
                assertThat(old.isOverwritten()).isFalse();
            }
        }
    }

    @Test
    void refusesADirectory() {
        refusedAsIrregular(dir);
    }

    @Test
    void refusesADevice() {
        refusedAsIrregular(Path.of("/dev/zero"));
    }

    /** Opening a FIFO waits for a writer, and there is none: the test would run into its timeout. */
    @Test
    void refusesAFifoWithoutOpeningIt() throws Exception {
        Path fifo = dir.resolve("fifo");
        Process mkfifo =
                new ProcessBuilder("mkfifo", fifo.toString()).inheritIO().start();
        assertThat(mkfifo.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(mkfifo.exitValue()).isZero();
        refusedAsIrregular(fifo);
        refusedAsIrregular(Files.createSymbolicLink(dir.resolve("link"), fifo));
    }

    @Test
    void refusesWhatIsNotThere() throws IOException {
        Path missing = dir.resolve("missing");
        Path dangling = Files.createSymbolicLink(dir.resolve("dangling"), missing);
        for (Path path : new Path[] {missing, dangling, dir.resolve("no/such/dir")}) {
            assertThatExceptionOfType(NoSuchFileException.class)
                    .isThrownBy(() -> files.open(path).close())
                    .withMessageContaining(path.toString());
        }
    }

    private void refusedAsIrregular(Path path) {
        assertThatExceptionOfType(NotRegularFileException.class)
                .isThrownBy(() -> files.open(path).close())
                .withMessage(path + ": not a regular file");
    }

    private static byte[] content(SourceFile file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) file.size() + 1);
        file.channel().read(buffer, 0);
        byte[] content = new byte[buffer.position()];
        buffer.flip().get(content);
        return content;
    }
}
