/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates as header fields have them: {@code HTTP-date} of RFC 9110 section 5.6.7, in whole seconds of UTC. */
public final class HttpDate {

    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private static final String DAY_NAME = "(?:" + String.join("|", DAYS) + ")";
    private static final String LONG_DAY_NAME = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
    private static final String MONTH = "(?<month>" + String.join("|", MONTHS) + ")";
    private static final String DAY = "(?<day>[0-9]{2})";
    private static final String YEAR = "(?<year>[0-9]{4})";
    private static final String TIME = "(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})";

    private static final Pattern IMF_FIXDATE =
            Pattern.compile(DAY_NAME + ", " + DAY + " " + MONTH + " " + YEAR + " " + TIME + " GMT");

    private static final Pattern RFC850_DATE =
            Pattern.compile(LONG_DAY_NAME + ", " + DAY + "-" + MONTH + "-(?<year>[0-9]{2}) " + TIME + " GMT");

    private static final Pattern ASCTIME_DATE =
            Pattern.compile(DAY_NAME + " " + MONTH + " (?<day>[0-9]{2}| [0-9]) " + TIME + " " + YEAR);

    /** How far in the future a two-digit year may lie before it means the past, RFC 9110 section 5.6.7. */
    private static final int CENTURY_WINDOW_YEARS = 50;

    private HttpDate() {}

    /**
     * Reads any of the three forms that a recipient must accept. The name of the day must be one, but need not be the
     * right one: it says nothing that the date does not. A leap second is the first second of the next minute.
     *
     * @param now for the century of a two-digit year
     * @return empty if the text has none of the forms or names no date, such as 30 February
     */
    public static Optional<Instant> parse(String text, Instant now) {
        try {
            Matcher matcher = IMF_FIXDATE.matcher(text);
            if (matcher.matches() || matcher.usePattern(ASCTIME_DATE).matches()) {
                return Optional.of(toDateTime(matcher, number(matcher, "year")).toInstant());
            }
            if (matcher.usePattern(RFC850_DATE).matches()) {
                return Optional.of(inNearestCentury(matcher, now.atOffset(ZoneOffset.UTC)));
            }
            return Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes the preferred form, {@code Sun, 06 Nov 1994 08:49:37 GMT}. A part of a second is cut off.
     *
     * @throws IllegalArgumentException if the year has not four digits
     */
    public static String format(Instant instant) {
        OffsetDateTime time = instant.atOffset(ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > 9999) {
            throw new IllegalArgumentException("instant=" + instant + ": the year must be from 0 to 9999");
        }
        StringBuilder text = new StringBuilder(29);
        text.append(DAYS.get(time.getDayOfWeek().getValue() - 1)).append(", ");
        appendTwoDigits(text, time.getDayOfMonth()).append(' ');
        text.append(MONTHS.get(time.getMonthValue() - 1)).append(' ');
        appendTwoDigits(text, time.getYear() / 100);
        appendTwoDigits(text, time.getYear() % 100).append(' ');
        appendTwoDigits(text, time.getHour()).append(':');
        appendTwoDigits(text, time.getMinute()).append(':');
        return appendTwoDigits(text, time.getSecond()).append(" GMT").toString();
    }

    /** The latest date with these last two digits of the year that is no more than 50 years in the future. */
    private static Instant inNearestCentury(Matcher matcher, OffsetDateTime now) {
        OffsetDateTime limit = now.plusYears(CENTURY_WINDOW_YEARS);
        int year = limit.getYear() - Math.floorMod(limit.getYear() - number(matcher, "year"), 100);
        OffsetDateTime date = toDateTime(matcher, year);
        return (date.isAfter(limit) ? toDateTime(matcher, year - 100) : date).toInstant();
    }

    private static OffsetDateTime toDateTime(Matcher matcher, int year) {
        int second = number(matcher, "second");
        if (second > 60) {
            throw new DateTimeException("second=" + second);
        }
        int month = MONTHS.indexOf(matcher.group("month")) + 1;
        return LocalDateTime.of(year, month, number(matcher, "day"), number(matcher, "hour"), number(matcher, "minute"))
                .plusSeconds(second)
                .atOffset(ZoneOffset.UTC);
    }

    private static int number(Matcher matcher, String group) {
        return Integer.parseInt(matcher.group(group).stripLeading());
    }

    private static StringBuilder appendTwoDigits(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
