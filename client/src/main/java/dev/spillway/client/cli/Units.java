/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read and write them. */
public final class Units {
    private static final String[] PREFIXES = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Units() {}

    /** For example {@code 12.3 MiB}. */
    public static String bytes(double count) {
        double value = count;
        int prefix = 0;
        while (value >= 1000 && prefix < PREFIXES.length - 1) {
            value /= 1024;
            prefix++;
        }
        return String.format(Locale.ROOT, prefix == 0 ? "%.0f %s" : "%.1f %s", value, PREFIXES[prefix]);
    }

    /** For example {@code 1:02:03} or {@code 0:07}. */
    public static String time(Duration time) {
        long seconds = time.toSeconds();
        return seconds >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }

    /** Reads a number of bytes with an optional unit of K, M, G or T, each 1,024 times the one before. */
    static long parseBytes(String text) {
        if (!text.matches("\\d{1,12}[KMGTkmgt]?")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no number of bytes: give digits, with K, M, G or T behind them if you like");
        }
        char last = Character.toUpperCase(text.charAt(text.length() - 1));
        int prefix = "KMGT".indexOf(last) + 1;
        long number = Long.parseLong(prefix > 0 ? text.substring(0, text.length() - 1) : text);
        return Math.multiplyExact(number, 1L << (10 * prefix));
    }
}
