/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rotation, old files and files that fail, with a clock that is turned by hand. */
class LogFileTest {
    private static final LogNames RENAMED = new LogNames("download_log", ".log", ".yyyy-MM-dd", true, true);

    @TempDir
    private Path base;

    private final TestClock clock = new TestClock(Samples.NOON);

    /** How often somebody was told of a new file. */
    private final AtomicInteger newFiles = new AtomicInteger();

    @Test
    void newDayBeginsANewFile() throws IOException {
        try (LogFile file = open(Samples.DAILY)) {
            file.append("one\n");
            clock.advance(Duration.ofHours(9));
            file.append("two\n");
            clock.advance(Duration.ofHours(1)); // midnight at UTC+2
            file.append("three\n");
            file.flush();
        }
        assertThat(logs().resolve("download_log.2026-11-20.log")).hasContent("one\ntwo\n");
        assertThat(logs().resolve("download_log.2026-11-21.log")).hasContent("three\n");
        assertThat(newFiles).hasValue(2);
    }

    @Test
    void existingFileIsContinued() throws IOException {
        Files.createDirectories(logs());
        Files.writeString(logs().resolve("download_log.2026-11-20.log"), "before\n");
        try (LogFile file = open(Samples.DAILY)) {
            file.append("after\n");
            file.flush();
            file.append("");
            file.flush();
        }
        assertThat(newFiles).hasValue(1);
        assertThat(logs().resolve("download_log.2026-11-20.log")).hasContent("before\nafter\n");
    }

    @Test
    void withoutRotationAllGoesToOneFile() throws IOException {
        try (LogFile file = open(new LogNames("download_log", ".log", ".yyyy-MM-dd", false, false))) {
            file.append("one\n");
            clock.advance(Duration.ofDays(400));
            file.append("two\n");
            file.flush();
        }
        assertThat(logs().resolve("download_log.log")).hasContent("one\ntwo\n");
    }

    @Test
    void fullFileIsRenamed() throws IOException {
        try (LogFile file = open(RENAMED)) {
            file.append("one\n");
            file.flush();
            assertThat(logs().resolve("download_log.log")).hasContent("one\n");
            clock.advance(Duration.ofDays(1));
            file.append("two\n");
            file.flush();
        }
        assertThat(logs().resolve("download_log.2026-11-20.log")).hasContent("one\n");
        assertThat(logs().resolve("download_log.log")).hasContent("two\n");
    }

    @Test
    void fileOfAnEarlierRunGetsTheNameOfItsOwnDay() throws IOException {
        Files.createDirectories(logs());
        Path leftover = Files.writeString(logs().resolve("download_log.log"), "old\n");
        Files.setLastModifiedTime(leftover, FileTime.from(Samples.NOON.minus(Duration.ofDays(3))));
        try (LogFile file = open(RENAMED)) {
            file.append("new\n");
            file.flush();
        }
        assertThat(logs().resolve("download_log.2026-11-17.log")).hasContent("old\n");
        assertThat(leftover).hasContent("new\n");
    }

    @Test
    void renamingNeverOverwrites() throws IOException {
        Files.createDirectories(logs());
        Path taken = Files.writeString(logs().resolve("download_log.2026-11-20.log"), "taken\n");
        try (LogCapture messages = new LogCapture(LogFile.class);
                LogFile file = open(RENAMED)) {
            file.append("one\n");
            clock.advance(Duration.ofDays(1));
            file.append("two\n");
            file.flush();
            assertThat(messages.messages(Level.SEVERE))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("Failed to rename");
        }
        assertThat(taken).hasContent("taken\n");
        assertThat(logs().resolve("download_log.log")).hasContent("one\ntwo\n");
    }

    @Test
    void onlyOldFilesOfTheLogAreRemoved() throws IOException {
        Files.createDirectories(logs());
        Path old = aged("download_log.2026-11-10.log", 8);
        Path young = aged("download_log.2026-11-14.log", 6);
        Path other = aged("download_log.important.log", 100);
        Path foreign = aged("access_log.2026-01-01.log", 100);
        Path directory = Files.createDirectory(logs().resolve("download_log.2026-01-01.log"));
        Files.setLastModifiedTime(directory, FileTime.from(Samples.NOON.minus(Duration.ofDays(100))));
        LogSettings settings =
                new LogSettings(LogForm.JSON, logs(), Samples.DAILY, 7, Duration.ofHours(1), true, false);
        try (LogFile file = new LogFile(settings, clock, newFiles::incrementAndGet)) {
            file.append("one\n");
            file.flush();
            assertThat(old).doesNotExist();
            assertThat(young).exists();
            clock.advance(Duration.ofDays(2));
            file.append("two\n");
            file.flush();
        }
        assertThat(young).doesNotExist();
        assertThat(other).exists();
        assertThat(foreign).exists();
        assertThat(directory).exists();
    }

    @Test
    void fileThatWasMovedFromOutsideIsBegunAnew() throws IOException {
        Path path = logs().resolve("download_log.2026-11-20.log");
        Path moved = base.resolve("moved");
        try (LogFile file = open(Samples.DAILY)) {
            file.append("one\n");
            file.flush();
            Files.move(path, moved);
            file.append("two\n");
            file.flush();
            assertThat(path).hasContent("two\n");
            // Removed, and another one of its name there at once, as logrotate does it.
            Files.delete(path);
            Files.writeString(base.resolve("other"), "");
            Files.move(base.resolve("other"), path);
            file.append("three\n");
            file.flush();
        }
        assertThat(moved).hasContent("one\n");
        assertThat(path).hasContent("three\n");
    }

    @Test
    void linkedDirectoryIsUsed() throws IOException {
        Path real = Files.createDirectory(base.resolve("real"));
        Files.createSymbolicLink(logs(), real);
        try (LogFile file = open(Samples.DAILY)) {
            file.append("one\n");
            file.flush();
        }
        assertThat(real.resolve("download_log.2026-11-20.log")).hasContent("one\n");
    }

    @Test
    void fullDiskLosesNothing() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "needs a device that is always full");
        Files.createDirectories(logs());
        Path path = Files.createSymbolicLink(logs().resolve("download_log.2026-11-20.log"), full);
        try (LogFile file = open(Samples.DAILY)) {
            file.append("one\n");
            assertThatIOException().isThrownBy(file::flush);
            file.append("two\n");
            assertThat(file.pendingLines()).isEqualTo(2);
            Files.delete(path);
            file.flush();
            assertThat(file.pendingLines()).isZero();
        }
        assertThat(path).hasContent("one\ntwo\n");
    }

    @Test
    void lineThatWasWrittenInPartIsCompletedInTheSameFile() throws IOException {
        ShortChannel shortOnce = new ShortChannel(5);
        try (LogFile file = new LogFile(
                Samples.settings(logs(), LogForm.JSON), clock, shortOnce::open, newFiles::incrementAndGet)) {
            file.append("one\n");
            file.append("two\n");
            assertThatIOException().isThrownBy(file::flush).withMessage("No space left on device");
            file.flush();
        }
        assertThat(logs().resolve("download_log.2026-11-20.log")).hasContent("one\ntwo\n");
    }

    @Test
    void restOfALineDoesNotBeginAnotherFile() throws IOException {
        ShortChannel shortOnce = new ShortChannel(5);
        Path path = logs().resolve("download_log.2026-11-20.log");
        Path moved = base.resolve("moved");
        try (LogCapture messages = new LogCapture(LogFile.class);
                LogFile file = new LogFile(
                        Samples.settings(logs(), LogForm.JSON), clock, shortOnce::open, newFiles::incrementAndGet)) {
            file.append("one\n");
            file.append("two\n");
            file.append("three\n");
            assertThatIOException().isThrownBy(file::flush);
            Files.move(path, moved);
            file.flush();
            assertThat(messages.messages(Level.WARNING)).hasSize(1);
        }
        assertThat(moved).hasContent("one\nt");
        assertThat(path).hasContent("three\n");
    }

    private Path logs() {
        return base.resolve("logs");
    }

    private LogFile open(LogNames names) {
        return new LogFile(Samples.settings(logs(), LogForm.JSON, names), clock, newFiles::incrementAndGet);
    }

    private Path aged(String name, int days) throws IOException {
        Path file = Files.writeString(logs().resolve(name), "x\n");
        return Files.setLastModifiedTime(file, FileTime.from(Samples.NOON.minus(Duration.ofDays(days))));
    }

    /** Opens files; the first one takes only some bytes, and then none, as on a disk that is just getting full. */
    private static final class ShortChannel {
        private final int bytes;
        private boolean isUsed;

        ShortChannel(int bytes) {
            this.bytes = bytes;
        }

        WritableByteChannel open(Path path) throws IOException {
            FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (isUsed) {
                return file;
            }
            isUsed = true;
            return new WritableByteChannel() {
                private int room = bytes;

                @Override
                public int write(ByteBuffer source) throws IOException {
                    if (room == 0) {
                        throw new IOException("No space left on device");
                    }
                    ByteBuffer part = source.slice(source.position(), Math.min(room, source.remaining()));
                    int written = file.write(part);
                    room -= written;
                    source.position(source.position() + written);
                    return written;
                }

                @Override
                public boolean isOpen() {
                    return file.isOpen();
                }

                @Override
                public void close() throws IOException {
                    file.close();
                }
            };
        }
    }
}
