/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of networks and countries that the administrator supplies: one {@code network,country} in each line, such as
 * {@code 192.0.2.0/24,AT}, with the two letters of ISO 3166. Empty lines and those that begin with {@code #} are
 * skipped, as is a first line that begins with {@code network}.
 */
final class CountryFile {
    /** All networks of the internet together are fewer; while it is read, each line takes some 130 bytes. */
    static final int MOST_LINES = 2_000_000;

    private CountryFile() {}

    /**
     * Reads the table.
     *
     * @throws IllegalArgumentException if a line is something else; the message has its number
     */
    static NetworkTable read(Path file) throws IOException {
        List<NetworkTable.Entry> entries = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (number > MOST_LINES) {
                    throw new IllegalArgumentException("has more than " + MOST_LINES + " lines");
                }
                boolean isHeading = number == 1 && line.startsWith("network");
                if (!line.isBlank() && !line.startsWith("#") && !isHeading) {
                    entries.add(parse("line " + number, line));
                }
            }
        }
        return NetworkTable.of(entries);
    }

    private static NetworkTable.Entry parse(String where, String line) {
        int comma = line.indexOf(',');
        if (comma < 0) {
            throw new IllegalArgumentException(
                    where + " holds \"" + line + "\", which is no network,country, such as \"192.0.2.0/24,AT\"");
        }
        IpNetwork network = IpNetwork.parse(where, line.substring(0, comma).strip());
        return new NetworkTable.Entry(
                network, code(where, line.substring(comma + 1).strip()));
    }

    /**
     * Both letters in one character, without regard to case.
     *
     * @param where it stands, for the message
     */
    static char code(String where, String country) {
        if (country.length() != 2 || !isLetter(country.charAt(0)) || !isLetter(country.charAt(1))) {
            throw new IllegalArgumentException(
                    where + " holds \"" + country + "\", which is no country: two letters of ISO 3166, such as \"AT\"");
        }
        return (char) (((country.charAt(0) & ~0x20) << 8) | (country.charAt(1) & ~0x20));
    }

    private static boolean isLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
