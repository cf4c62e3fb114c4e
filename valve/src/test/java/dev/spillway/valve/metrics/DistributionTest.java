/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private final Distribution distribution = new Distribution("x_seconds", "Help.", 1, 10);

    private ClassicHistogramBuckets buckets() {
        return distribution.snapshot().getDataPoints().get(0).getClassicBuckets();
    }

    @Test
    void aValueIsCountedInTheClassWhoseBoundItDoesNotExceed() {
        for (double value : new double[] {0, 1, 1.5, 10, 10.001, 1e12}) {
            distribution.add(value);
        }
        assertThat(buckets().stream().map(bucket -> bucket.getUpperBound() + ":" + bucket.getCount()))
                .containsExactly("1.0:2", "10.0:2", "Infinity:2");
    }

    @Test
    void countAndSumAreThoseOfAllValues() {
        distribution.add(0.5);
        distribution.add(20);
        HistogramSnapshot.HistogramDataPointSnapshot point =
                distribution.snapshot().getDataPoints().get(0);
        assertThat(point.getCount()).isEqualTo(2);
        assertThat(point.getSum()).isEqualTo(20.5);
    }

    @Test
    void withoutAnyValueAllIsZero() {
        assertThat(buckets().stream()).allMatch(bucket -> bucket.getCount() == 0);
    }
}
