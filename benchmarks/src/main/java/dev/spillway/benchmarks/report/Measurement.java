/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.report;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The figures of one contender in one row of a scenario in one round.
 *
 * @param row what distinguishes the rows of a scenario, such as "64 clients"
 * @param peer name of the contender
 * @param values the figures
 */
public record Measurement(String row, String peer, Map<Metric, Double> values) {
    private static final String SEPARATOR = "\t";

    public Measurement {
        values = new EnumMap<>(values);
    }

    /** The measurement as a line of text, for another run to go on with. */
    public String toLine() {
        return Stream.concat(
                        Stream.of(row, peer),
                        values.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()))
                .collect(Collectors.joining(SEPARATOR));
    }

    /** Reads what {@link #toLine} has written. */
    public static Measurement ofLine(String line) {
        String[] fields = line.split(SEPARATOR, -1);
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        for (int i = 2; i < fields.length; i++) {
            String[] pair = fields[i].split("=", 2);
            values.put(Metric.valueOf(pair[0]), Double.valueOf(pair[1]));
        }
        return new Measurement(fields[0], fields[1], values);
    }
}
