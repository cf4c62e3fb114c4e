/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.report;

import java.util.Locale;

/** A figure that is measured. */
public enum Metric {
    GB_PER_SECOND("GB/s", 2),
    CPU_SECONDS_PER_GIB("CPU-s/GiB", 3),
    REQUESTS_PER_SECOND("requests/s", 0),
    /** Clients that got at least 95% of their rate. */
    SERVED("served", 0),
    /** Processors that the server kept busy. */
    CORES("cores", 2),
    PAGE_P50_MILLIS("page p50 ms", 2),
    PAGE_P99_MILLIS("page p99 ms", 2),
    /** The same server without downloads. */
    ALONE_P50_MILLIS("alone p50 ms", 2),
    ALONE_P99_MILLIS("alone p99 ms", 2),
    /** Resident memory of the server, over that without downloads, for each client that is served. */
    KB_PER_CLIENT("KB/client", 1),
    THREADS("threads", 0),
    /** Time from the intended start of a download to its first byte. */
    FIRST_BYTE_P99_MILLIS("first byte p99 ms", 1),
    LATENCY_P50_MILLIS("p50 ms", 3),
    LATENCY_P99_MILLIS("p99 ms", 3),
    HOT_MB_PER_SECOND("hot MB/s", 1),
    COLD_MB_PER_SECOND("cold MB/s", 1),
    /** What was sent, of what the limits allow. */
    OF_LIMIT("% of limit", 1),
    /** Jain's index over the bytes of the clients: 1 is even. */
    JAIN("Jain", 3),
    /** Requests for files or pages that failed, or pages that came too late. */
    FAILED("failed", 0);

    private final String title;
    private final int decimals;

    Metric(String title, int decimals) {
        this.title = title;
        this.decimals = decimals;
    }

    /** Name with unit. */
    public String title() {
        return title;
    }

    String format(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
