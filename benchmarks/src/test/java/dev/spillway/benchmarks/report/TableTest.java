/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
    private final Table table = new Table("unlimited", "nginx");

    @Test
    void showsMediansAndTheirRatioToTheReference() {
        add("spillway", 1, 9, 3);
        add("nginx", 2, 4);
        assertThat(table.median("8 clients", "nginx", Metric.GB_PER_SECOND)).isEqualTo(3);
        assertThat(table.toMarkdown()).contains("| spillway | 3.00 (1.00) |", "| nginx | 3.00 |");
    }

    @Test
    void aContenderWithoutAFigureHasADash() {
        add("nginx", 2);
        table.add(List.of(new Measurement("8 clients", "spillway", Map.of(Metric.JAIN, 1.0))));
        assertThat(table.toMarkdown()).contains("| spillway | - | 1.000 |");
    }

    @Test
    void theChartHasABarForEachFigure() {
        add("spillway", 1);
        add("nginx", 2);
        assertThat(BarChart.draw(table, List.of(Metric.GB_PER_SECOND)))
                .startsWith("<svg ")
                .contains("spillway", "nginx", "width=\"420.0\"", "width=\"210.0\"");
    }

    @Test
    void aRunGoesOnWithTheFiguresOfAnEarlierOne(@TempDir Path folder) throws IOException {
        add("nginx", 1, 3);
        table.writeTo(folder.resolve("figures.tsv"));
        Table next = new Table("scenario", "nginx");
        next.addFrom(folder.resolve("figures.tsv"));
        next.addFrom(folder.resolve("not there.tsv"));
        assertThat(next.median("8 clients", "nginx", Metric.GB_PER_SECOND)).isEqualTo(2);
    }

    private void add(String peer, double... values) {
        for (double value : values) {
            table.add(List.of(new Measurement("8 clients", peer, Map.of(Metric.GB_PER_SECOND, value))));
        }
    }
}
