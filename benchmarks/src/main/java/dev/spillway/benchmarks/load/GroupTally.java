/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What the clients of one group on one loop count together. For the thread of that loop. */
final class GroupTally {
    private static final long MAX_MICROS = 3_600_000_000L;

    /** Time from the intended start of a request to the first byte of its answer, in microseconds. */
    final Histogram firstByteMicros = new Histogram(MAX_MICROS, 3);

    /** How often something failed, by what it was. */
    final Map<String, Long> failures = new TreeMap<>();

    long checkedBytes;
    long wrongReads;

    void failed(String cause) {
        failures.merge(cause, 1L, Long::sum);
    }

    void firstByteAfter(long nanos) {
        firstByteMicros.recordValue(Math.min(MAX_MICROS, nanos / 1_000));
    }

    void addTo(GroupTally sum) {
        sum.firstByteMicros.add(firstByteMicros);
        failures.forEach((cause, count) -> sum.failures.merge(cause, count, Long::sum));
        sum.checkedBytes += checkedBytes;
        sum.wrongReads += wrongReads;
    }
}
