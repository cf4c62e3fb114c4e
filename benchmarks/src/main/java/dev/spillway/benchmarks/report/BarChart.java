/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** Figures of a scenario as SVG: a bar for each contender, a block of bars for each figure of each row. */
public final class BarChart {
    private static final int LABEL_WIDTH = 110;
    private static final int BAR_WIDTH = 420;
    private static final int VALUE_WIDTH = 90;
    private static final int LINE_HEIGHT = 20;

    private final Table table;
    private final StringBuilder svg = new StringBuilder();
    private int y;

    private BarChart(Table table) {
        this.table = table;
    }

    /** The picture of the medians. */
    public static String draw(Table table, List<Metric> metrics) {
        return new BarChart(table).draw(metrics);
    }

    private String draw(List<Metric> metrics) {
        y = LINE_HEIGHT;
        text(0, table.scenario(), "font-weight=\"bold\"");
        table.rows().forEach(row -> metrics.forEach(metric -> drawBlock(row, metric)));
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n%s</svg>%n",
                LABEL_WIDTH + BAR_WIDTH + VALUE_WIDTH,
                y + LINE_HEIGHT,
                svg);
    }

    private void drawBlock(String row, Metric metric) {
        double max = table.peers().stream()
                .mapToDouble(peer -> table.median(row, peer, metric))
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        if (max <= 0) {
            return;
        }
        y += LINE_HEIGHT * 3 / 2;
        text(LABEL_WIDTH, row + ": " + metric.title(), "fill=\"#555\"");
        for (String peer : table.peers()) {
            double value = table.median(row, peer, metric);
            y += LINE_HEIGHT;
            text(0, peer, "");
            if (Double.isFinite(value)) {
                drawBar(peer, value / max, metric.format(value));
            }
        }
    }

    private void drawBar(String peer, double share, String value) {
        double width = Math.max(1, BAR_WIDTH * share);
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"14\" fill=\"%s\"/>%n",
                LABEL_WIDTH,
                y - 12,
                width,
                peer.startsWith("spillway") ? "#0b6e99" : "#b5b5b5"));
        text(LABEL_WIDTH + (int) width + 6, value, "");
    }

    private void text(int x, String content, String attributes) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" %s>%s</text>%n",
                x,
                y,
                attributes,
                content.replace("&", "&amp;")));
    }
}
