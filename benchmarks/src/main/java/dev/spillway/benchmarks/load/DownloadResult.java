/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a group of clients got within the window.
 *
 * @param name the name of the group
 * @param clients number of clients
 * @param seconds length of the window
 * @param bytes bytes of files received by all
 * @param requests whole files received by all
 * @param served clients that got at least 95% of their rate, or any byte where no rate was set
 * @param jain Jain's index over the bytes of the clients
 * @param firstByteP50Millis median time to first byte
 * @param firstByteP99Millis 99th percentile of it
 * @param checkedBytes bytes compared with what they should be, from the start of the run
 * @param wrongReads reads in which they were not
 * @param failures number of failures by cause, from the start of the run
 */
public record DownloadResult(
        String name,
        int clients,
        double seconds,
        long bytes,
        long requests,
        int served,
        double jain,
        double firstByteP50Millis,
        double firstByteP99Millis,
        long checkedBytes,
        long wrongReads,
        Map<String, Long> failures) {
    private static final double SERVED_SHARE = 0.95;

    public DownloadResult {
        failures = Map.copyOf(failures);
    }

    static DownloadResult of(DownloadPlan plan, double seconds, List<DownloadClient> clients, GroupTally tally) {
        long[] bytes = clients.stream().mapToLong(DownloadClient::windowBytes).toArray();
        double least = plan.isPaced() ? SERVED_SHARE * plan.bytesPerSecond() : 1;
        return new DownloadResult(
                plan.name(),
                plan.clients(),
                seconds,
                Arrays.stream(bytes).sum(),
                clients.stream().mapToLong(DownloadClient::windowRequests).sum(),
                (int) clients.stream()
                        .filter(client -> client.windowBytesPerSecond() >= least)
                        .count(),
                Fairness.jain(bytes),
                tally.firstByteMicros.getValueAtPercentile(50) / 1e3,
                tally.firstByteMicros.getValueAtPercentile(99) / 1e3,
                tally.checkedBytes,
                tally.wrongReads,
                tally.failures);
    }

    public double bytesPerSecond() {
        return bytes / seconds;
    }

    public double requestsPerSecond() {
        return requests / seconds;
    }

    /** Number of failures. */
    public long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("clients", clients);
        map.put("seconds", seconds);
        map.put("bytes", bytes);
        map.put("bytesPerSecond", bytesPerSecond());
        map.put("requests", requests);
        map.put("requestsPerSecond", requestsPerSecond());
        map.put("served", served);
        map.put("jain", jain);
        map.put("firstByteP50Millis", firstByteP50Millis);
        map.put("firstByteP99Millis", firstByteP99Millis);
        map.put("checkedBytes", checkedBytes);
        map.put("wrongReads", wrongReads);
        map.put("failures", failures);
        return map;
    }
}
