/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How numbers with units are written in settings. What can't be read is refused with an {@link
 * IllegalArgumentException} that says name, value, bounds and an example.
 */
public final class Settings {
    private static final Pattern NUMBER_WITH_UNIT = Pattern.compile("([0-9]{1,18})\\s*([A-Za-z]*)");

    /** Powers of 1024 for the short and the binary units, powers of 1000 where "kB" says so. */
    private static final Map<String, Long> BYTE_UNITS = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("b", 1L),
            Map.entry("k", 1L << 10),
            Map.entry("kib", 1L << 10),
            Map.entry("kb", 1_000L),
            Map.entry("m", 1L << 20),
            Map.entry("mib", 1L << 20),
            Map.entry("mb", 1_000_000L),
            Map.entry("g", 1L << 30),
            Map.entry("gib", 1L << 30),
            Map.entry("gb", 1_000_000_000L),
            Map.entry("t", 1L << 40),
            Map.entry("tib", 1L << 40),
            Map.entry("tb", 1_000_000_000_000L));

    private static final Duration LONGEST_WRITTEN = Duration.ofDays(365);

    private static final Map<String, Duration> TIME_UNITS = Map.of(
            "", Duration.ofSeconds(1),
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1));

    private Settings() {}

    /**
     * Reads a number of bytes: "1MiB", "500k", "1048576". Units of one letter and those with an i are powers of 1024,
     * "kB", "MB", "GB" and "TB" are powers of 1000; case does not matter.
     *
     * @param name of the setting, for the message
     */
    public static long bytes(String name, String text) {
        try {
            Matcher matcher = match(text);
            Long unit = BYTE_UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT));
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit.longValue());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    name + "=\"" + text + "\" is not a size: a number from 0 up to 8 EiB with one of the units k, M, G,"
                            + " T, KiB, MiB, GiB, TiB, kB, MB, GB, TB or none for bytes, such as \"1MiB\"",
                    e);
        }
    }

    /**
     * Reads a length of time: "60s", "500ms", "2m", "1h"; a plain number is seconds.
     *
     * @param name of the setting, for the message
     */
    public static Duration duration(String name, String text) {
        try {
            Matcher matcher = match(text);
            Duration unit = TIME_UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT));
            return unit.multipliedBy(Long.parseLong(matcher.group(1)));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    name + "=\"" + text + "\" is not a length of time: a number from 0 on with one of the units ms, s,"
                            + " m, h or none for seconds, such as \"60s\"",
                    e);
        }
    }

    /**
     * Reads a length of time within bounds.
     *
     * @param example of a good value, for the message
     */
    public static Duration duration(String name, String text, Duration min, Duration max, String example) {
        Duration value = duration(name, text);
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(outOfBounds(name, text, min, max, example));
        }
        return value;
    }

    /** Refuses a value that is out of bounds. */
    static <T extends Comparable<T>> void checkRange(String name, T value, T min, T max, String example) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(outOfBounds(name, value, min, max, example));
        }
    }

    /** The words for a value that is out of bounds; times are written as they are read. */
    static String outOfBounds(String name, Object value, Object min, Object max, String example) {
        return name + "=\"" + write(value) + "\" is out of bounds: " + write(min) + " to " + write(max) + ", such as \""
                + example + "\"";
    }

    private static String write(Object value) {
        if (!(value instanceof Duration duration)) {
            return String.valueOf(value);
        }
        long millis = duration.abs().compareTo(LONGEST_WRITTEN) > 0 ? 0 : duration.toMillis();
        if (!duration.equals(Duration.ofMillis(millis))) {
            return duration.toString(); // made by a program, and not to be written with the units above
        }
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        return millis % 3_600_000 == 0 && millis > 0 ? millis / 3_600_000 + "h" : millis / 1000 + "s";
    }

    private static Matcher match(String text) {
        Matcher matcher = NUMBER_WITH_UNIT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no number with unit");
        }
        return matcher;
    }
}
