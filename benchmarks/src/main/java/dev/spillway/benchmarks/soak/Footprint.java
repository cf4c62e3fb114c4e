/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;

/**
 * What a server holds at one moment.
 *
 * @param threads threads of the JVM
 * @param descriptors open descriptors
 * @param heapBytes used heap after a garbage collection
 * @param connections connections that the connector counts
 * @param downloads downloads that are queued, active or lingering
 * @param openFiles files that the manager has open
 * @param unaccounted downloads that were handed over and have neither an outcome nor are there any more
 */
record Footprint(
        int threads,
        long descriptors,
        long heapBytes,
        long connections,
        long downloads,
        long openFiles,
        long unaccounted) {
    /** Worker threads and those of JMX come and go. */
    private static final int THREADS_LEEWAY = 5;

    private static final int DESCRIPTORS_LEEWAY = 5;
    private static final long HEAP_LEEWAY_BYTES = 8L << 20;

    /** What has not come back to where it was; empty if everything has. */
    List<String> leftOver(Footprint before) {
        List<String> left = new ArrayList<>();
        check(left, "threads", before.threads, threads, THREADS_LEEWAY);
        check(left, "descriptors", before.descriptors, descriptors, DESCRIPTORS_LEEWAY);
        check(left, "bytes of heap", before.heapBytes, heapBytes, HEAP_LEEWAY_BYTES);
        check(left, "connections", before.connections, connections, 0);
        check(left, "downloads", 0, downloads, 0);
        check(left, "open files", 0, openFiles, 0);
        check(left, "downloads without an outcome", 0, Math.abs(unaccounted), 0);
        return left;
    }

    private static void check(List<String> left, String what, long before, long after, long leeway) {
        if (after > before + leeway) {
            left.add(what + ": " + before + " before, " + after + " after");
        }
    }
}
