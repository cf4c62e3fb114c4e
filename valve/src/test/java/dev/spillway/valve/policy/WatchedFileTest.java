/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFileTest {
    private static final long INTERVAL = WatchedFile.CHECK_INTERVAL.toNanos();

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - INTERVAL / 2); // overflows during the test
    private final Queue<Runnable> checks = new ArrayDeque<>();

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        file = folder.resolve("content");
        write("one");
    }

    @Test
    void changeIsSeenByTheCheckThatIsDue() throws IOException {
        WatchedFile<String> watched = open();
        write("three");
        assertThat(watched.get()).isEqualTo("one");
        assertThat(checks).isEmpty();
        clock.addAndGet(INTERVAL);
        assertThat(watched.get()).as("before the check is through").isEqualTo("one");
        assertThat(watched.get()).isEqualTo("one");
        assertThat(checks).hasSize(1);
        checks.remove().run();
        assertThat(watched.get()).isEqualTo("three");
    }

    @Test
    void fileThatIsTheSameIsNotReadAgain() {
        AtomicLong reads = new AtomicLong();
        WatchedFile<Long> watched =
                WatchedFile.open("test", file, any -> reads.incrementAndGet(), clock::get, checks::add);
        for (int i = 0; i < 3; i++) {
            clock.addAndGet(INTERVAL);
            watched.get();
            checks.remove().run();
        }
        assertThat(reads).hasValue(1);
    }

    @Test
    void fileThatIsGoneOrBadLeavesWhatWasRead() throws IOException {
        WatchedFile<String> watched = open();
        Files.delete(file);
        check(watched);
        assertThat(watched.get()).isEqualTo("one");
        write("bad");
        check(watched);
        assertThat(watched.get()).isEqualTo("one");
        write("good again");
        check(watched);
        assertThat(watched.get()).isEqualTo("good again");
    }

    @Test
    void checkThatCanNotBeStartedIsTriedAgain() {
        AtomicBoolean isFull = new AtomicBoolean(true);
        WatchedFile<String> watched = WatchedFile.open("test", file, Files::readString, clock::get, check -> {
            if (isFull.get()) {
                throw new IllegalStateException("no thread");
            }
            checks.add(check);
        });
        clock.addAndGet(INTERVAL);
        assertThat(watched.get()).isEqualTo("one");
        isFull.set(false);
        clock.addAndGet(INTERVAL);
        assertThat(watched.get()).isEqualTo("one");
        assertThat(checks).hasSize(1);
    }

    @Test
    void fileThatIsMissingAtTheStartIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WatchedFile.open("country: file", folder.resolve("none"), Files::readString))
                .withMessageContainingAll(
                        "country: file", folder.resolve("none").toString(), "NoSuchFile");
    }

    @Test
    void anotherThreadReadsAndLeavesNothingBehind() throws Exception {
        BlockingQueue<Thread> readers = new LinkedBlockingQueue<>();
        WatchedFile<String> watched = WatchedFile.open(
                "test",
                file,
                path -> {
                    readers.add(Thread.currentThread());
                    return Files.readString(path);
                },
                clock::get,
                WatchedFile::inBackground);
        assertThat(readers.take()).isSameAs(Thread.currentThread());
        write("two");
        clock.addAndGet(INTERVAL);
        assertThat(watched.get()).isNotNull();
        Thread reader = readers.poll(30, TimeUnit.SECONDS);
        assertThat(reader).isNotNull();
        assertThat(reader.isDaemon()).isTrue();
        reader.join(30_000);
        assertThat(reader.isAlive()).isFalse();
        assertThat(watched.get()).isEqualTo("two");
    }

    /** Readers of a table that is exchanged all the time see one version or the other, and nothing between. */
    @Test
    void tableIsExchangedUnderReaders() throws Exception {
        write("192.0.2.0/24,AA\n198.51.100.0/24,AA\n");
        WatchedFile<NetworkTable> watched =
                WatchedFile.open("test", file, CountryFile::read, clock::get, Runnable::run);
        IpAddress first = IpAddress.parse("192.0.2.1");
        IpAddress second = IpAddress.parse("198.51.100.1");
        AtomicBoolean isOver = new AtomicBoolean();
        CountDownLatch haveRead = new CountDownLatch(3);
        ExecutorService readers = Executors.newFixedThreadPool(3);
        try {
            List<Future<Long>> results = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                results.add(readers.submit(() -> {
                    long mixed = 0;
                    while (!isOver.get()) {
                        NetworkTable table = watched.get();
                        mixed += table.find(first) == table.find(second) ? 0 : 1;
                        haveRead.countDown();
                    }
                    return mixed;
                }));
            }
            assertThat(haveRead.await(30, TimeUnit.SECONDS)).isTrue();
            for (int version = 0; version < 200; version++) {
                String country = version % 2 == 0 ? "BB" : "AA";
                String padding = "10.0.0.0/8,CC\n".repeat(1 + version % 3);
                write("192.0.2.0/24," + country + "\n" + padding + "198.51.100.0/24," + country + "\n");
                clock.addAndGet(INTERVAL);
                watched.get();
            }
            isOver.set(true);
            for (Future<Long> result : results) {
                assertThat(result.get(30, TimeUnit.SECONDS)).isZero();
            }
        } finally {
            isOver.set(true);
            readers.shutdownNow();
        }
        clock.addAndGet(INTERVAL); // a reader may have been at its check when the last version came
        assertThat(watched.get().find(first)).isEqualTo(CountryFile.code("test", "AA"));
    }

    private WatchedFile<String> open() {
        return WatchedFile.open(
                "test",
                file,
                path -> {
                    String content = Files.readString(path);
                    if (content.equals("bad")) {
                        throw new IllegalArgumentException("line 1 is bad");
                    }
                    return content;
                },
                clock::get,
                checks::add);
    }

    private void check(WatchedFile<String> watched) {
        clock.addAndGet(INTERVAL);
        watched.get();
        checks.remove().run();
    }

    private int writes;

    /** By rename, and each with a time of its own, as the clock of a file system may be too coarse for a test. */
    private void write(String content) throws IOException {
        Path fresh = Files.writeString(folder.resolve("fresh"), content);
        Files.setLastModifiedTime(fresh, FileTime.from(Instant.EPOCH.plusSeconds(++writes)));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
