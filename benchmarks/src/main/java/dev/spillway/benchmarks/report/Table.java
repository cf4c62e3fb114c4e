/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The measurements of one scenario: medians over the rounds, and ratios to the reference within the run. */
public final class Table {
    private final String scenario;
    private final String reference;
    private final List<Measurement> measurements = new ArrayList<>();

    /** @param reference the contender that the others are compared with, if it takes part */
    public Table(String scenario, String reference) {
        this.scenario = scenario;
        this.reference = reference;
    }

    public String scenario() {
        return scenario;
    }

    public void add(List<Measurement> more) {
        measurements.addAll(more);
    }

    /** Adds what an earlier run has written to a file, if it is there. */
    public void addFrom(Path file) throws IOException {
        if (Files.exists(file)) {
            Files.readAllLines(file).forEach(line -> measurements.add(Measurement.ofLine(line)));
        }
    }

    /** Writes all single figures to a file. */
    public void writeTo(Path file) throws IOException {
        Files.write(file, measurements.stream().map(Measurement::toLine).toList());
    }

    /** Rows in the order of the scenario. */
    public Set<String> rows() {
        Set<String> rows = new LinkedHashSet<>();
        measurements.forEach(measurement -> rows.add(measurement.row()));
        return rows;
    }

    /** Contenders in the order in which they ran. */
    public Set<String> peers() {
        Set<String> peers = new LinkedHashSet<>();
        measurements.forEach(measurement -> peers.add(measurement.peer()));
        return peers;
    }

    /** The figures that occur in a row. */
    public Set<Metric> metrics(String row) {
        Set<Metric> metrics = new TreeSet<>();
        measurements.stream()
                .filter(measurement -> measurement.row().equals(row))
                .forEach(measurement -> metrics.addAll(measurement.values().keySet()));
        return metrics;
    }

    /** The median over the rounds; NaN if there is no such figure. */
    public double median(String row, String peer, Metric metric) {
        double[] sorted = measurements.stream()
                .filter(m -> m.row().equals(row)
                        && m.peer().equals(peer)
                        && m.values().containsKey(metric))
                .mapToDouble(m -> m.values().get(metric))
                .sorted()
                .toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The table as Markdown, ratios to the reference in parentheses. */
    public String toMarkdown() {
        StringBuilder text = new StringBuilder();
        for (String row : rows()) {
            text.append("\n### ").append(scenario).append(": ").append(row).append("\n\n|");
            text.append(" server |");
            metrics(row)
                    .forEach(metric -> text.append(' ').append(metric.title()).append(" |"));
            text.append("\n|---|").append("---:|".repeat(metrics(row).size())).append('\n');
            for (String peer : peers()) {
                text.append("| ").append(peer).append(" |");
                metrics(row)
                        .forEach(metric ->
                                text.append(' ').append(cell(row, peer, metric)).append(" |"));
                text.append('\n');
            }
        }
        return text.toString();
    }

    private String cell(String row, String peer, Metric metric) {
        double value = median(row, peer, metric);
        double base = median(row, reference, metric);
        boolean hasRatio = !peer.equals(reference) && Double.isFinite(value) && base > 0 && metric != Metric.FAILED;
        return metric.format(value) + (hasRatio ? String.format(Locale.ROOT, " (%.2f)", value / base) : "");
    }

    /** All single figures, ready for JSON. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("scenario", scenario);
        map.put("reference", reference);
        map.put(
                "measurements",
                measurements.stream()
                        .map(m -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("row", m.row());
                            one.put("peer", m.peer());
                            m.values().forEach((metric, value) -> one.put(metric.title(), value));
                            return one;
                        })
                        .toList());
        return map;
    }
}
