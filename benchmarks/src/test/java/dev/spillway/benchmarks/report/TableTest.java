/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
        assertThat(BarChart.draw(table, Metric.GB_PER_SECOND))
                .startsWith("<svg ")
                .contains("spillway", "nginx", "width=\"420.0\"", "width=\"210.0\"");
    }

    private void add(String peer, double... values) {
        for (double value : values) {
            table.add(List.of(new Measurement("8 clients", peer, Map.of(Metric.GB_PER_SECOND, value))));
        }
    }
}
