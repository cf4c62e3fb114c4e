/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.cli;

import java.util.Locale;

/** Numbers as people read them. */
final class Units {
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int SECONDS_OF_HOUR = 3600;

    private Units() {}

    /** A number of bytes in powers of 1024. */
    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < SIZES.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, SIZES[unit]);
    }

    /** A length of time as hours, minutes and seconds. */
    static String time(long seconds) {
        long hours = seconds / SECONDS_OF_HOUR;
        String rest = String.format(Locale.ROOT, "%02d:%02d", seconds / 60 % 60, seconds % 60);
        return hours == 0 ? rest : hours + ":" + rest;
    }
}
