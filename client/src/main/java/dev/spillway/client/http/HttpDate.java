/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Dates of HTTP (RFC 9110 section 5.6.7): the one form of today; the two forms of the nineties count as no date. Read and written by hand, for the
 * formatter of the runtime loads the languages of the world first, which takes longer than to fetch a small file.
 */
public final class HttpDate {
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int NAME = 3;

    /** Digits stand for digits, letters for one of the names; everything else stands for itself. */
    private static final String FORM = "day, 00 mon 0000 00:00:00 GMT";

    private HttpDate() {}

    /** Reads a date; empty if the text is not a proper one. */
    public static Optional<Instant> parse(String text) {
        String date = text.strip();
        if (!hasForm(date)) {
            return Optional.empty();
        }
        try {
            LocalDateTime time = LocalDateTime.of(
                    number(date, 12, 4),
                    1 + index(MONTHS, date, 8),
                    number(date, 5, 2),
                    number(date, 17, 2),
                    number(date, 20, 2),
                    number(date, 23, 2));
            boolean rightDay = time.getDayOfWeek().getValue() == 1 + index(DAYS, date, 0);
            return rightDay ? Optional.of(time.toInstant(ZoneOffset.UTC)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean hasForm(String date) {
        if (date.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < date.length(); i++) {
            char wanted = FORM.charAt(i);
            char found = date.charAt(i);
            boolean fits =
                    wanted == '0' ? found >= '0' && found <= '9' : Character.isLowerCase(wanted) || found == wanted;
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static int number(String date, int start, int length) {
        return Integer.parseInt(date, start, start + length, 10);
    }

    /** Place of a name in a list of names, -1 if it is none of them. */
    private static int index(String names, String date, int start) {
        int found = names.indexOf(date.substring(start, start + NAME));
        return found % NAME == 0 ? found / NAME : -1;
    }

    /** Writes a date. */
    public static String format(Instant instant) {
        OffsetDateTime time = instant.atOffset(ZoneOffset.UTC);
        return name(DAYS, time.getDayOfWeek().getValue()) + ", " + padded(time.getDayOfMonth(), 2) + " "
                + name(MONTHS, time.getMonthValue()) + " " + padded(time.getYear(), 4) + " "
                + padded(time.getHour(), 2) + ":" + padded(time.getMinute(), 2) + ":" + padded(time.getSecond(), 2)
                + " GMT";
    }

    private static String name(String names, int number) {
        return names.substring(NAME * (number - 1), NAME * number);
    }

    private static String padded(int number, int digits) {
        String text = Integer.toString(number);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
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
