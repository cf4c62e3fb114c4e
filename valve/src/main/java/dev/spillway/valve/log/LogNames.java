/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * How the files of the log are called: prefix, stamp of the time, suffix. A new stamp begins a new file.
 *
 * @param prefix begins the name; not empty, so that the files of the log can be told from others
 * @param suffix ends the name; may be empty
 * @param fileDateFormat pattern of {@link DateTimeFormatter} for the stamp, such as ".yyyy-MM-dd"; how fine it is says
 *     how often a new file begins
 * @param rotatable whether there are stamps at all; else all goes to one file without end
 * @param renameOnRotate whether a file gets its stamp only when it is full, and has none while it is written
 */
public record LogNames(String prefix, String suffix, String fileDateFormat, boolean rotatable, boolean renameOnRotate) {

    public LogNames {
        checkName("logPrefix", prefix, "download_log");
        checkName("logSuffix", suffix, ".log");
        if (prefix.isBlank()) {
            throw new IllegalArgumentException("logPrefix=\"" + prefix
                    + "\" is empty: one character at least, so that old files of the log can be told from others, such"
                    + " as \"download_log\"");
        }
        checkFormat(fileDateFormat);
    }

    /** The part of the name that says when; empty if files don't rotate. */
    String stamp(Instant time, ZoneId zone) {
        return rotatable ? formatter(fileDateFormat).withZone(zone).format(time) : "";
    }

    /** The name of the file that is being written. */
    String current(String stamp) {
        return renameOnRotate ? prefix + suffix : rotated(stamp);
    }

    /** The name of the file once it isn't written any more. */
    String rotated(String stamp) {
        return prefix + stamp + suffix;
    }

    /** Whether a file can be one of this log, of whatever time. */
    boolean isOurs(String name) {
        int end = name.length() - suffix.length();
        if (end < prefix.length() || !name.startsWith(prefix) || !name.endsWith(suffix)) {
            return false;
        }
        try {
            formatter(fileDateFormat).parse(name.substring(prefix.length(), end));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.US);
    }

    private static void checkFormat(String pattern) {
        String sample;
        try {
            sample = formatter(pattern).withZone(ZoneId.of("UTC")).format(Instant.EPOCH);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "logFileDateFormat=\"" + pattern + "\" is no pattern for a date: " + e.getMessage()
                            + "; letters as in java.time.format.DateTimeFormatter, such as \".yyyy-MM-dd\"",
                    e);
        }
        checkName("logFileDateFormat", sample, ".yyyy-MM-dd");
    }

    private static void checkName(String option, String value, String example) {
        if (value.chars().anyMatch(c -> c == '/' || c == '\\' || c < ' ') || value.length() > 100) {
            throw new IllegalArgumentException(option + "=\"" + value
                    + "\" is no part of a file name: up to 100 characters without slash, backslash and control"
                    + " characters, such as \"" + example + "\"; folders go to logDirectory");
        }
    }

    /** Where the log is, for messages. */
    Path pattern(Path directory) {
        return directory.resolve(rotatable ? prefix + fileDateFormat + suffix : prefix + suffix);
    }
}
