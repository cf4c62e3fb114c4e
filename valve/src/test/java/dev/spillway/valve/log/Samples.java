/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.TransferEnd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Values that the tests of the log have in common. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-11-20T12:00:00.250Z");
    static final ZoneId ZONE = ZoneOffset.ofHours(2);
    static final LogNames DAILY = new LogNames("download_log", ".log", ".yyyy-MM-dd", true, false);

    private Samples() {}

    /** A range of 1000 bytes of a file of 5000, behind a head of 300 bytes, for a client with the given strings. */
    static DownloadRecord record(String user, String uri, String query, String referer, String userAgent) {
        return new DownloadRecord(
                NOON,
                Duration.ofMillis(5),
                "192.0.2.7",
                user,
                "example.org",
                "GET",
                uri,
                query,
                "HTTP/1.1",
                206,
                300,
                1000,
                "1000-1999/5000",
                referer,
                userAgent,
                "a.iso");
    }

    static DownloadRecord record() {
        return record("alice", "/files/a.iso", "v=1", "https://example.org/", "curl/8.0");
    }

    /** As {@link #record()}, with a path that tells it from others. */
    static DownloadRecord record(String uri) {
        return record(null, uri, null, null, null);
    }

    static TransferEnd end(Outcome outcome, long bytesSent) {
        return new TransferEnd(
                outcome,
                bytesSent,
                bytesSent == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(1)),
                Duration.ofSeconds(2));
    }

    static LogEntry entry(DownloadRecord record) {
        return LogEntry.of(record, end(Outcome.COMPLETED, 1300));
    }

    static LogSettings settings(Path directory, LogForm form) {
        return settings(directory, form, DAILY);
    }

    static LogSettings settings(Path directory, LogForm form, LogNames names) {
        return new LogSettings(form, directory, names, LogSettings.KEEP_ALL, Duration.ofHours(1), true, false);
    }
}
