/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns for a terminal, as wide as what is in them. */
final class Table {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A column.
     *
     * @param title its first line
     * @param isNumber numbers stand at the right
     */
    record Column(String title, boolean isNumber) {
        static Column text(String title) {
            return new Column(title, false);
        }

        static Column number(String title) {
            return new Column(title, true);
        }
    }

    Table(Column... columns) {
        this.columns = List.of(columns);
        rows.add(this.columns.stream().map(Column::title).toList());
    }

    /** Adds a row. Names may be anything, so what would move the cursor or change colours becomes a question mark. */
    void add(Object... cells) {
        List<String> row = new ArrayList<>(cells.length);
        for (Object cell : cells) {
            row.add(String.valueOf(cell).replaceAll("\\p{C}", "?"));
        }
        rows.add(row);
    }

    @Override
    public String toString() {
        int[] widths = new int[columns.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String space = " ".repeat(widths[i] - row.get(i).length());
                line.append(columns.get(i).isNumber() ? space + row.get(i) : row.get(i) + space)
                        .append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
