/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.TransferEnd;
import dev.spillway.process.log.LineTemplate;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * One download that has ended, as one line says it. Times are counted from the beginning of the request, as those of
 * Tomcat's access log are.
 *
 * @param record what was known at the hand-over
 * @param outcome why it ended
 * @param bodyBytes bytes of the body that the socket of the client accepted
 * @param firstByteMicros microseconds until the first byte of the head; empty if none was sent
 * @param durationMicros microseconds until the end
 */
record LogEntry(
        DownloadRecord record, Outcome outcome, long bodyBytes, OptionalLong firstByteMicros, long durationMicros) {

    static LogEntry of(DownloadRecord record, TransferEnd end) {
        // A head that left in part only is no body; and no more can have been sent than there was.
        long bodyBytes = Math.max(0, Math.min(end.bytesSent() - record.headBytes(), record.bodyBytes()));
        return new LogEntry(
                record,
                end.outcome(),
                bodyBytes,
                end.timeToFirstByte().stream()
                        .mapToLong(time -> micros(record, time))
                        .findFirst(),
                micros(record, end.duration()));
    }

    /** Status of the answer: that of the record, unless the client has waited in vain and got another answer. */
    int status() {
        return LineTemplate.status(record.status(), outcome);
    }

    private static long micros(DownloadRecord record, Duration sinceHandOver) {
        return TimeUnit.MICROSECONDS.convert(record.untilHandOver().plus(sinceHandOver));
    }
}
