/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** Dates of HTTP (RFC 9110 section 5.6.7): the one form of today; the two forms of the nineties count as no date. */
public final class HttpDate {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private HttpDate() {}

    /** Reads a date; empty if the text is not a proper one. */
    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), FORM.withZone(ZoneOffset.UTC))
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Writes a date. */
    public static String format(Instant instant) {
        return FORM.format(instant.atOffset(ZoneOffset.UTC));
    }

    /**
     * Reads a {@code Retry-After} field: seconds or a date (RFC 9110 section 10.2.3).
     *
     * @return time from {@code now}, not below zero; empty if the text is neither
     */
    public static Optional<Duration> parseRetryAfter(String text, Instant now) {
        String value = text.strip();
        if (value.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        return parse(value).map(date -> date.isBefore(now) ? Duration.ZERO : Duration.between(now, date));
    }
}
