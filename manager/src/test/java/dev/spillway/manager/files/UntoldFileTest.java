/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.core.SampleFiles;
import dev.spillway.manager.core.StuckChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in memory of the files of others, of which Linux does not tell: it is found out, and never by a loop. */
class UntoldFileTest {
    private static final int CHUNK = Residency.CHUNK_BYTES;

    private final DiskReaders disk = new DiskReaders(1);
    private final CountDownLatch isRead = new CountDownLatch(1);

    @TempDir
    private Path dir;

    private StuckChannel channel;

    @BeforeEach
    void open() throws IOException {
        Path path = SampleFiles.write(dir.resolve("file"), SampleFiles.bytes(2 * CHUNK, 1));
        channel = new StuckChannel(FileChannel.open(path, StandardOpenOption.READ));
    }

    @AfterEach
    void close() throws IOException {
        channel.release();
        disk.stop();
        channel.close();
    }

    /** As on a disk that takes its time. */
    @Test
    void aDownloadWaitsUntilSomebodyElseHasTouchedWhatItSendsNext() throws Exception {
        ReadAhead ahead = new ReadAhead(new UntoldFile(dir, channel), disk, isRead::countDown);
        assertThat(ahead.ready(0, 2 * CHUNK, 2 * CHUNK, 0, 0)).isZero();
        assertThat(isRead.getCount()).isEqualTo(1);
        assertThat(channel.awaitReader()).isTrue();
        Thread.sleep(2); // as a disk may take; memory would have answered a hundred times
        channel.release();
        assertThat(isRead.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ahead.ready(0, 2 * CHUNK, 2 * CHUNK, 0, System.nanoTime())).isEqualTo(CHUNK);
        // Counted by whoever has read it, which may be after it has said so.
        Awaitility.await()
                .untilAsserted(() -> assertThat(disk.counts().misses()).isEqualTo(1));
        assertThat(disk.counts().bytes()).isEqualTo(CHUNK);
    }

    /** Whoever asks may lose the processor meanwhile, so once may be too little. */
    @Test
    void whatIsInMemoryIsNotReadAsAWhole() {
        channel.release();
        ByteBuffer memory = ByteBuffer.allocateDirect(1);
        Residency residency = Residency.untold(dir, 2 * CHUNK);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> residency.probe(channel, 0, memory) && residency.probe(channel, CHUNK, memory));
    }

    private record UntoldFile(Path path, FileChannel channel, Residency residency) implements ColdFile {
        UntoldFile(Path path, FileChannel channel) {
            this(path, channel, Residency.untold(path, 2 * CHUNK));
        }

        @Override
        public ColdFile again() {
            return this;
        }

        @Override
        public long size() {
            return 2 * CHUNK;
        }

        @Override
        public Instant lastModified() {
            return Instant.EPOCH;
        }

        @Override
        public Optional<Object> fileKey() {
            return Optional.empty();
        }

        @Override
        public boolean isOverwritten() {
            return false;
        }

        @Override
        public void close() {
            // The test does.
        }
    }
}
