/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.log;

import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.TransferEnd;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A line of the download log with holes for what is known at the end only, so that whoever sees the end can write it. Lines
 * are printable ASCII, so characters for private use can stand for the holes.
 *
 * @param text the line with its line feed
 * @param status of the answer
 * @param headBytes length of the head of the answer, which is not counted in the log
 * @param bodyBytes length of the announced body
 * @param untilHandOver from the beginning of the request, from which the log counts, to that of the download
 */
public record LineTemplate(String text, int status, long headBytes, long bodyBytes, Duration untilHandOver) {
    private static final int SERVICE_UNAVAILABLE = 503;

    /** Stands for the status. */
    public static final char STATUS = '\uE006';

    /** Stands for the outcome. */
    public static final char OUTCOME = '\uE000';

    /** Stands for the bytes of the body that were sent. */
    public static final char BYTES = '\uE001';

    /** The same, with "-" for 0. */
    public static final char BYTES_OR_DASH = '\uE002';

    /** Stands for the microseconds until the first byte, with "null" for none. */
    public static final char FIRST_BYTE = '\uE003';

    /** The same, with "-" for none. */
    public static final char FIRST_BYTE_OR_DASH = '\uE004';

    /** Stands for the microseconds until the end. */
    public static final char DURATION = '\uE005';

    /** The line of a download that ended so. */
    public String fill(TransferEnd end) {
        // A head that left in part only is no body; and no more can have been sent than there was.
        long sent = Math.max(0, Math.min(end.bytesSent() - headBytes, bodyBytes));
        OptionalLong firstByte =
                end.timeToFirstByte().stream().mapToLong(this::micros).findFirst();
        return fill(text, status(status, end.outcome()), end.outcome(), sent, firstByte, micros(end.duration()));
    }

    /** The status that the client saw: that of the answer, unless it has waited in vain and got another answer. */
    public static int status(int status, Outcome outcome) {
        return outcome == Outcome.WAITED_TOO_LONG ? SERVICE_UNAVAILABLE : status;
    }

    /** Fills the holes of a line. */
    public static String fill(
            String text,
            int status,
            Outcome outcome,
            long bodyBytes,
            OptionalLong firstByteMicros,
            long durationMicros) {
        StringBuilder line = new StringBuilder(text.length() + 64);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case STATUS -> line.append(status);
                case OUTCOME -> line.append(outcome);
                case BYTES -> line.append(bodyBytes);
                case BYTES_OR_DASH -> number(line, bodyBytes == 0, bodyBytes, "-");
                case FIRST_BYTE -> number(line, firstByteMicros.isEmpty(), firstByteMicros.orElse(0), "null");
                case FIRST_BYTE_OR_DASH -> number(line, firstByteMicros.isEmpty(), firstByteMicros.orElse(0), "-");
                case DURATION -> line.append(durationMicros);
                default -> line.append(c);
            }
        }
        return line.toString();
    }

    private static void number(StringBuilder line, boolean isNone, long value, String none) {
        if (isNone) {
            line.append(none);
        } else {
            line.append(value);
        }
    }

    private long micros(Duration sinceHandOver) {
        return TimeUnit.MICROSECONDS.convert(untilHandOver.plus(sinceHandOver));
    }
}
