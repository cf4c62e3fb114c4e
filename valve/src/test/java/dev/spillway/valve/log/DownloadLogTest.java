/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log as a whole, with its thread. */
@Timeout(60)
class DownloadLogTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final Clock clock = new TestClock(Samples.NOON);

    @Test
    void stopWritesWhatIsQueued() throws IOException {
        DownloadLog log = DownloadLog.start(Samples.settings(directory, LogForm.COMMON));
        for (int i = 0; i < 100; i++) {
            log.log(Samples.record("/" + i), Samples.end(Outcome.COMPLETED, 1300));
        }
        log.stop(LIMIT);
        assertThat(lines()).hasSize(100).allMatch(line -> line.endsWith("2005000"));
        assertThat(log.lostLines()).isZero();
        assertThat(log.queuedLines()).isZero();
    }

    @Test
    void threadHoldsNothingOfAnApplication() {
        Set<Thread> others = Thread.getAllStackTraces().keySet();
        TestSink sink = new TestSink(new CountDownLatch(1));
        ClassLoader ofAnApplication = new ClassLoader("application", null) {};
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(ofAnApplication);
        DownloadLog log;
        try {
            log = DownloadLog.start(Samples.settings(directory, LogForm.JSON), sink, clock, 10);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        Thread writer = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("spillway-log") && !others.contains(thread))
                .findFirst()
                .orElseThrow();
        assertThat(writer.isDaemon()).isTrue();
        assertThat(writer.getContextClassLoader()).isSameAs(DownloadLog.class.getClassLoader());
        sink.gate.countDown();
        log.stop(LIMIT);
    }

    @Test
    void fullQueueLosesLinesCountsThemAndHoldsNobodyUp() throws InterruptedException {
        TestSink sink = new TestSink(new CountDownLatch(1));
        DownloadLog log = DownloadLog.start(Samples.settings(directory, LogForm.JSON), sink, clock, 10);
        try (LogCapture losses = new LogCapture(LossReport.class)) {
            log.log(Samples.record("/held"), Samples.end(Outcome.COMPLETED, 1300));
            sink.entered.await(); // the writer waits for its disk from here on
            for (int i = 0; i < 25; i++) {
                log.log(Samples.record("/" + i), Samples.end(Outcome.COMPLETED, 1300));
            }
            assertThat(log.queuedLines()).isEqualTo(10);
            assertThat(log.lostLines()).isEqualTo(15);
            sink.gate.countDown();
            log.stop(LIMIT);
            assertThat(sink.flushed()).hasSize(11);
            assertThat(sink.isClosed).isTrue();
            assertThat(losses.messages(Level.WARNING))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("[15] lines");
        }
    }

    @Test
    void stopWithAFileThatFailsSaysHowManyLinesAreLost() {
        TestSink sink = new TestSink();
        sink.failure = new IOException("No space left on device");
        DownloadLog log = DownloadLog.start(Samples.settings(directory, LogForm.JSON), sink, clock, 10);
        try (LogCapture losses = new LogCapture(LossReport.class)) {
            for (int i = 0; i < 4; i++) {
                log.log(Samples.record("/" + i), Samples.end(Outcome.COMPLETED, 1300));
            }
            log.stop(LIMIT);
            assertThat(log.lostLines()).isEqualTo(4);
            assertThat(losses.messages(Level.WARNING))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("[4] lines");
        }
    }

    @Test
    void stopIsBoundedEvenIfTheDiskHangs() throws InterruptedException {
        TestSink sink = new TestSink(new CountDownLatch(1));
        DownloadLog log = DownloadLog.start(Samples.settings(directory, LogForm.JSON), sink, clock, 10);
        try (LogCapture messages = new LogCapture(DownloadLog.class)) {
            log.log(Samples.record("/held"), Samples.end(Outcome.COMPLETED, 1300));
            sink.entered.await();
            log.stop(Duration.ofMillis(1));
            assertThat(messages.messages(Level.WARNING))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("within [1] ms");
        } finally {
            sink.gate.countDown();
        }
    }

    @Test
    void endAfterTheStopIsNotLost() {
        DownloadLog log = DownloadLog.start(Samples.settings(directory, LogForm.COMMON));
        log.stop(LIMIT);
        try (LogCapture messages = new LogCapture(DownloadLog.class)) {
            log.log(Samples.record("/late"), Samples.end(Outcome.CUT_BY_STOP, 400));
            assertThat(messages.messages(Level.WARNING))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("GET /late HTTP/1.1", "206 100 CUT_BY_STOP");
        }
    }

    @Test
    void offWritesNothing() {
        DownloadLog log = DownloadLog.start(Samples.settings(directory, LogForm.OFF));
        log.log(Samples.record(), Samples.end(Outcome.COMPLETED, 1300));
        log.stop(LIMIT);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void linesOfManyThreadsAndTwoLogsDoNotMix() throws Exception {
        int threads = 8;
        int linesPerThread = 400;
        LogSettings eager = new LogSettings(LogForm.JSON, directory, Samples.DAILY, 7, Duration.ZERO, true, false);
        List<DownloadLog> logs = List.of(DownloadLog.start(eager), DownloadLog.start(eager));
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String prefix = "/" + t + "/";
            DownloadLog log = logs.get(t % logs.size());
            Thread thread = new Thread(() -> {
                for (int i = 0; i < linesPerThread; i++) {
                    log.log(
                            Samples.record("u\"\n", prefix + i, null, "r".repeat(i), "\u00fc"),
                            Samples.end(Outcome.COMPLETED, 1300));
                }
            });
            thread.start();
            running.add(thread);
        }
        for (Thread thread : running) {
            thread.join();
        }
        logs.forEach(log -> log.stop(LIMIT));
        Set<Object> uris = new HashSet<>();
        for (String line : lines()) {
            assertThat(uris.add(StrictJson.parse(line).get("uri"))).isTrue();
        }
        assertThat(uris).hasSize(threads * linesPerThread);
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (var files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }
}
