/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.client.http.Validators;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts after a kill, after a loss of power, and after damage (B8). */
class JournalTest {
    private static final FileIdentity FILE = new FileIdentity(
            "0123456789abcdef",
            1_000,
            new Validators(Optional.of("\"v1\""), Optional.of(Instant.ofEpochSecond(1_700_000_000)), true));

    @TempDir
    private Path directory;

    private Path path;

    @BeforeEach
    void write() throws IOException {
        path = directory.resolve("f.part.journal");
        try (Journal journal = Journal.begin(path, new JournalState(FILE, new Spans(), Map.of(0, "http://a:80")))) {
            journal.have(0, 100, 0);
            journal.have(200, 300, 0);
            journal.safe(journal.operations());
            journal.have(300, 400, 0);
        }
    }

    @Test
    void afterAKillEveryLineCounts() throws IOException {
        JournalState state = Journal.read(path).orElseThrow();
        assertThat(state.identity()).isEqualTo(FILE);
        assertThat(state.have().all()).containsExactly(new Span(0, 100, 0), new Span(200, 400, 0));
        assertThat(state.servers()).containsEntry(0, "http://a:80");
    }

    @Test
    void afterALossOfPowerOnlyWhatWasForcedCounts() throws IOException {
        JournalState state =
                JournalReader.read(path, "another start of the system").orElseThrow();
        assertThat(state.have().all()).containsExactly(new Span(0, 100, 0), new Span(200, 300, 0));
    }

    @Test
    void withoutABootIdOnlyWhatWasForcedCounts() throws IOException {
        assertThat(JournalReader.read(path, "").orElseThrow().have().total()).isEqualTo(200);
    }

    @Test
    void aLostSpanStaysLostThroughALossOfPower() throws IOException {
        Files.writeString(path, Files.readString(path) + JournalLine.write("lost 0 50"));
        assertThat(JournalReader.read(path, "another").orElseThrow().have().covers(50, 100))
                .isTrue();
        assertThat(JournalReader.read(path, "another").orElseThrow().have().within(0, 50))
                .isEmpty();
    }

    @Test
    void cutAnywhereItNeverSaysMoreThanWasWritten() throws IOException {
        byte[] whole = Files.readAllBytes(path);
        Spans full = Journal.read(path).orElseThrow().have();
        for (int length = 0; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            Journal.read(path)
                    .ifPresent(state ->
                            assertThat(state.have().all()).allMatch(span -> full.covers(span.start(), span.end())));
        }
    }

    @Test
    void aFlippedByteEndsTheReading() throws IOException {
        String text = Files.readString(path, StandardCharsets.ISO_8859_1);
        Files.writeString(path, text.replace("have 200 300", "have 200 900"), StandardCharsets.ISO_8859_1);
        assertThat(Journal.read(path).orElseThrow().have().all()).containsExactly(new Span(0, 100, 0));
    }

    @Test
    void anotherFormIsNotGuessedAt() throws IOException {
        Files.writeString(path, JournalLine.write("spillway-journal 2") + JournalLine.write("file x"));
        assertThat(Journal.read(path)).isEmpty();
    }
}
