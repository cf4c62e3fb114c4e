/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.scenario;

import dev.spillway.benchmarks.load.DownloadResult;
import dev.spillway.benchmarks.load.LoadResult;
import dev.spillway.benchmarks.load.PageResult;
import dev.spillway.benchmarks.report.Metric;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen from both sides within one window.
 *
 * @param result what the clients got
 * @param cpuSeconds CPU time of the server
 * @param cores the same for a second of the window
 * @param residentBytes memory of the server at the end, all clients being there, after a garbage collection
 * @param threads threads of the server at the end
 */
record Observed(LoadResult result, double cpuSeconds, double cores, long residentBytes, int threads) {
    private static final double GIB = 1L << 30;

    /** Throughput and what it cost. */
    Map<Metric, Double> throughput() {
        double bytes = 0;
        double failed = 0;
        double seconds = 1;
        for (DownloadResult group : result.downloads()) {
            bytes += group.bytes();
            failed += group.failed() + group.wrongReads();
            seconds = group.seconds();
        }
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.GB_PER_SECOND, bytes / seconds / 1e9);
        values.put(Metric.CPU_SECONDS_PER_GIB, cpuSeconds / (bytes / GIB));
        values.put(Metric.FAILED, failed + pages().map(PageResult::failed).orElse(0L));
        return values;
    }

    /** Latencies of pages. */
    Map<Metric, Double> pageLatencies() {
        PageResult pages = pages().orElseThrow();
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.PAGE_P50_MILLIS, pages.p50Millis());
        values.put(Metric.PAGE_P99_MILLIS, pages.p99Millis());
        return values;
    }

    Optional<PageResult> pages() {
        return result.pages();
    }
}
