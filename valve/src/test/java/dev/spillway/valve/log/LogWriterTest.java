/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rounds of the writer one by one, at times that the test gives. */
class LogWriterTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LineQueue queue = new LineQueue(3);
    private final TestSink sink = new TestSink();
    private final LogWriter writer = new LogWriter(queue, DownloadRecord::uri, sink, Duration.ofSeconds(2));
    private final LogCapture messages = new LogCapture(LogWriter.class);
    private final LogCapture losses = new LogCapture(LossReport.class);

    @AfterEach
    void closeCaptures() {
        messages.close();
        losses.close();
    }

    @Test
    void lineStaysInMemoryForTheFlushIntervalAtMost() {
        offer("a");
        assertThat(writer.round(0)).isEqualTo(2 * SECOND);
        offer("b");
        assertThat(writer.round(SECOND)).isEqualTo(SECOND);
        assertThat(sink.flushed()).isEmpty();
        writer.round(2 * SECOND);
        assertThat(sink.flushed()).containsExactly("a", "b");
    }

    @Test
    void withoutIntervalEveryRoundIsFlushed() {
        LogWriter eager = new LogWriter(queue, DownloadRecord::uri, sink, Duration.ZERO);
        offer("a");
        eager.round(0);
        assertThat(sink.flushed()).containsExactly("a");
    }

    @Test
    void failureIsToldOnceAndNothingIsLostWhileThereIsRoom() {
        sink.failure = new AccessDeniedException("/logs");
        offer("a");
        offer("b");
        for (int i = 0; i < 5; i++) {
            assertThat(writer.round(i * SECOND)).isEqualTo(SECOND);
        }
        assertThat(messages.messages(Level.SEVERE))
                .hasSize(1)
                .first()
                .asString()
                .contains("[test.log]", "AccessDeniedException: /logs");
        sink.failure = null;
        writer.round(5 * SECOND);
        assertThat(sink.flushed()).containsExactly("a", "b");
        assertThat(messages.messages(Level.INFO)).hasSize(1).first().asString().contains("[0] lines were lost");
    }

    @Test
    void failureOfTheFlushIsAFailureToo() {
        offer("a");
        writer.round(0);
        sink.failure = new IOException("No space left on device");
        writer.round(2 * SECOND);
        sink.failure = null;
        offer("b");
        writer.round(3 * SECOND);
        assertThat(sink.flushed()).containsExactly("a", "b");
        assertThat(messages.messages(Level.SEVERE)).hasSize(1);
        assertThat(messages.messages(Level.INFO)).hasSize(1);
    }

    @Test
    void lossIsToldAtOnceAndThenOnceInAMinute() {
        for (int i = 0; i < 5; i++) {
            offer("line");
        }
        assertThat(queue.lost()).isEqualTo(2);
        writer.round(0);
        assertThat(losses.messages(Level.WARNING)).hasSize(1).first().asString().startsWith("[2] lines");
        for (int i = 0; i < 5; i++) {
            offer("line");
        }
        writer.round(59 * SECOND);
        assertThat(losses.messages(Level.WARNING)).hasSize(1);
        writer.round(60 * SECOND);
        assertThat(losses.messages(Level.WARNING))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("[2] lines")
                .contains("[4] since the start");
    }

    @Test
    void whatIsNotWrittenWithinTheLimitOfTheStopIsToldOf() {
        offer("a");
        offer("b");
        writer.stop(Duration.ZERO);
        writer.run();
        assertThat(queue.lost()).isEqualTo(2);
        assertThat(sink.isClosed).isTrue();
        assertThat(losses.messages(Level.WARNING)).hasSize(1).first().asString().startsWith("[2] lines");
    }

    @Test
    void entryThatMakesNoLineIsLostAndTheNextIsWritten() {
        LogWriter picky = new LogWriter(
                queue,
                record -> {
                    if (record.uri().equals("bad")) {
                        throw new IllegalStateException("no line of this");
                    }
                    return record.uri();
                },
                sink,
                Duration.ZERO);
        offer("bad");
        offer("good");
        picky.round(0);
        picky.round(SECOND);
        assertThat(sink.flushed()).containsExactly("good");
        assertThat(queue.lost()).isEqualTo(1);
        assertThat(messages.messages(Level.SEVERE)).hasSize(1);
    }

    @Test
    void directoryThatCannotBeMadeIsUsedOnceItCan(@TempDir Path base) throws IOException {
        Path logs = Files.writeString(base.resolve("logs"), "a file is in the way");
        TestClock clock = new TestClock(Samples.NOON);
        LogFile file = new LogFile(Samples.settings(logs, LogForm.JSON), clock, () -> {});
        LogWriter eager = new LogWriter(queue, record -> record.uri() + "\n", file, Duration.ZERO);
        offer("/a");
        eager.round(0);
        assertThat(messages.messages(Level.SEVERE))
                .hasSize(1)
                .first()
                .asString()
                .contains(logs.toString());
        Files.delete(logs);
        offer("/b");
        eager.round(SECOND);
        file.close();
        assertThat(logs.resolve("download_log.2026-11-20.log")).hasContent("/a\n/b\n");
    }

    private void offer(String uri) {
        queue.offer(Samples.entry(Samples.record(uri)));
    }
}
