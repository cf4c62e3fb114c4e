/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.util.Arrays;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** Counts values by size. Loops do it for each download, so it takes no lock and no memory. Safe for use by any thread. */
final class Distribution {
    private final String name;
    private final String help;
    private final double[] bounds;
    private final LongAdder[] counts;
    private final DoubleAdder sum = new DoubleAdder();

    /**
     * @param name of the metric, with its unit
     * @param bounds greatest value of each class in rising order; there is one more class for what is greater
     */
    Distribution(String name, String help, double... bounds) {
        this.name = name;
        this.help = help;
        this.bounds = Arrays.copyOf(bounds, bounds.length + 1);
        this.bounds[bounds.length] = Double.POSITIVE_INFINITY;
        counts = new LongAdder[this.bounds.length];
        Arrays.setAll(counts, i -> new LongAdder());
    }

    void add(double value) {
        int found = Arrays.binarySearch(bounds, value);
        counts[found >= 0 ? found : -found - 1].increment();
        sum.add(value);
    }

    HistogramSnapshot snapshot() {
        Number[] numbers = Arrays.stream(counts).map(LongAdder::sum).toArray(Number[]::new);
        return HistogramSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, numbers))
                        .sum(sum.sum())
                        .build())
                .build();
    }
}
