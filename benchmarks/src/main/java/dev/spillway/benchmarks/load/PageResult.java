/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Pages that were to be sent within the window. Latencies count from the intended time, in milliseconds.
 *
 * @param sent number of pages
 * @param p50Millis median
 * @param p90Millis 90th percentile
 * @param p99Millis 99th percentile
 * @param maxMillis the worst
 * @param failures number of failed pages by cause; they are in the latencies, too
 */
public record PageResult(
        long sent, double p50Millis, double p90Millis, double p99Millis, double maxMillis, Map<String, Long> failures) {
    public PageResult {
        failures = Map.copyOf(failures);
    }

    static PageResult of(Histogram micros, Map<String, Long> failures) {
        return new PageResult(
                micros.getTotalCount(),
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(90) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getMaxValue() / 1e3,
                failures);
    }

    /** Number of failed pages. */
    public long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("sent", sent);
        map.put("p50Millis", p50Millis);
        map.put("p90Millis", p90Millis);
        map.put("p99Millis", p99Millis);
        map.put("maxMillis", maxMillis);
        map.put("failures", failures);
        return map;
    }
}
