/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of a download log. A value out of bounds is refused with its name in the configuration, its value, the
 * bounds and an example; none is repaired.
 *
 * @param form what a line looks like, or that there is none
 * @param directory where the files are; made if it is missing
 * @param names how the files are called
 * @param maxDays files whose last line is older are removed, 1 to 36500; {@link #KEEP_ALL} to keep them for ever
 * @param flushInterval the longest time that a line stays in memory, 0 to 1 h; 0 writes every line at once
 * @param checkExists whether to look, before writing, if the file was moved or removed from outside, and to begin a new
 *     one then
 * @param requestAttributesEnabled whether the client that {@code RemoteIpValve} has found out wins over the request
 */
public record LogSettings(
        LogForm form,
        Path directory,
        LogNames names,
        int maxDays,
        Duration flushInterval,
        boolean checkExists,
        boolean requestAttributesEnabled) {
    /** For {@link #maxDays}: no file is ever removed. */
    public static final int KEEP_ALL = -1;

    private static final int LONGEST_DAYS = 36_500;
    private static final Duration LONGEST_FLUSH_INTERVAL = Duration.ofHours(1);

    public LogSettings {
        if (maxDays != KEEP_ALL && (maxDays < 1 || maxDays > LONGEST_DAYS)) {
            throw new IllegalArgumentException("logMaxDays=\"" + maxDays + "\" is out of bounds: 1 to " + LONGEST_DAYS
                    + ", or " + KEEP_ALL + " to keep all files, such as \"90\"");
        }
        if (flushInterval.isNegative() || flushInterval.compareTo(LONGEST_FLUSH_INTERVAL) > 0) {
            throw new IllegalArgumentException("logFlushInterval=\"" + flushInterval.toMillis()
                    + "ms\" is out of bounds: 0 to 1h, such as \"1s\"; 0 writes every line at once");
        }
    }

    /** Reads the value of {@code logMaxDays}. */
    static int parseMaxDays(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "logMaxDays=\"" + text + "\" is no number: 1 to " + LONGEST_DAYS + ", or " + KEEP_ALL
                            + " to keep all files, such as \"90\"",
                    e);
        }
    }

    /** Reads a value that is either "true" or "false"; anything else would be false for {@link Boolean}, silently. */
    static boolean parseBoolean(String name, String text) {
        return switch (text.strip()) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException(
                        name + "=\"" + text + "\" is neither \"true\" nor \"false\", such as \"true\"");
        };
    }
}
