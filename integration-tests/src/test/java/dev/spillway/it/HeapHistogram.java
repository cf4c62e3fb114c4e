/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.util.List;

/** Reads the table of {@code GC.class_histogram}: number, instances, bytes, class name. */
final class HeapHistogram {
    private HeapHistogram() {}

    /** How many objects of exactly this class the table has. */
    static long count(String histogram, String className) {
        return histogram
                .lines()
                .map(line -> List.of(line.strip().split("\\s+")))
                .filter(columns -> columns.size() >= 4 && columns.get(3).equals(className))
                .mapToLong(columns -> Long.parseLong(columns.get(1)))
                .sum();
    }
}
