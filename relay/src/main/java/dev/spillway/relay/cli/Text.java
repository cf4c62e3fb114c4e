/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.cli;

import dev.spillway.client.cli.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What people read. */
final class Text {
    private static final double SECONDS_A_DAY = 86_400;

    private Text() {}

    /** A text that came from outside: it must not steer the terminal. */
    static String of(String outside) {
        return dev.spillway.client.cli.Text.clean(outside);
    }

    static String size(long bytes) {
        return Units.bytes((double) bytes);
    }

    static String rate(double bytesPerSecond) {
        return Units.bytes(bytesPerSecond) + "/s";
    }

    static String age(double seconds) {
        return seconds < SECONDS_A_DAY
                ? Units.time(Duration.ofMillis(Math.round(seconds * 1000)))
                : Math.round(seconds / SECONDS_A_DAY) + " d";
    }

    /**
     * Lines of a table.
     *
     * @param rows the first is the head; all of the same length
     */
    static List<String> table(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(
                        widths[i], row.get(i).codePointCount(0, row.get(i).length()));
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                String cell = row.get(i);
                cells.add(cell + " ".repeat(widths[i] - cell.codePointCount(0, cell.length())));
            }
            lines.add(cells.stream().collect(Collectors.joining("  ")).stripTrailing());
        }
        return lines;
    }
}
