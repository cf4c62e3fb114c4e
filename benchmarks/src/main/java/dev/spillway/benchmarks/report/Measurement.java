/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.report;

import java.util.EnumMap;
import java.util.Map;

/**
 * The figures of one contender in one row of a scenario in one round.
 *
 * @param row what distinguishes the rows of a scenario, such as "64 clients"
 * @param peer name of the contender
 * @param values the figures
 */
public record Measurement(String row, String peer, Map<Metric, Double> values) {
    public Measurement {
        values = new EnumMap<>(values);
    }
}
