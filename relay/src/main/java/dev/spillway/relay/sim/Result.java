/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.sim;

import java.util.List;
import java.util.Locale;

/**
 * How a simulated transfer went.
 *
 * @param seconds time at which each living terminal had the whole file, in rising order
 * @param missing terminals that lived and did not get it
 * @param ideal seconds that the file takes over the download link of each terminal alone, in rising order
 * @param egress what the source gave, in files
 */
public record Result(List<Double> seconds, int missing, List<Double> ideal, double egress) {
    static Result of(Scenario scenario, List<Host> hosts) {
        List<Host> living = hosts.stream()
                .skip(1)
                .filter(host -> host.dies == Double.MAX_VALUE)
                .toList();
        List<Double> seconds = living.stream()
                .map(host -> host.finished)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toList();
        List<Double> ideal = living.stream()
                .map(host -> scenario.fileBytes() / host.download)
                .sorted()
                .toList();
        return new Result(seconds, living.size() - seconds.size(), ideal, hosts.get(0).total / scenario.fileBytes());
    }

    /** Seconds after which a share of the terminals had the file. */
    public double percentile(double share) {
        return at(seconds, share);
    }

    /** The same if every terminal had a link to the source of its own. */
    public double idealPercentile(double share) {
        return at(ideal, share);
    }

    private static double at(List<Double> rising, double share) {
        return rising.isEmpty() ? Double.NaN : rising.get((int) Math.max(0, Math.ceil(share * rising.size()) - 1));
    }

    /** Seconds of the last. */
    public double last() {
        return percentile(1);
    }

    /** One line for a table. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "p50 %.1f s, p99 %.1f s, p99.9 %.1f s, last %.1f s; links alone p50 %.1f s, p99 %.1f s; source %.1f"
                        + " files%s",
                percentile(0.5),
                percentile(0.99),
                percentile(0.999),
                last(),
                idealPercentile(0.5),
                idealPercentile(0.99),
                egress,
                missing == 0 ? "" : "; " + missing + " without it");
    }
}
