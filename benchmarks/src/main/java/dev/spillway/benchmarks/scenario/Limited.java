/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.scenario;

import dev.spillway.benchmarks.load.DownloadPlan;
import dev.spillway.benchmarks.load.DownloadResult;
import dev.spillway.benchmarks.peer.Peer;
import dev.spillway.benchmarks.report.Measurement;
import dev.spillway.benchmarks.report.Metric;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Thousands of downloads that the server itself limits, to clients that would take more: what it costs to hold them back,
 * and how exactly it is done.
 */
final class Limited implements Scenario {
    private static final long BYTES_PER_SECOND = 100_000;
    private static final Set<String> LIMITERS = Set.of("spillway", "nginx", "nginx-aio");

    @Override
    public String name() {
        return "limited";
    }

    @Override
    public String reference() {
        return "nginx";
    }

    @Override
    public List<Metric> charts() {
        return List.of(Metric.CORES);
    }

    @Override
    public List<Measurement> measure(Peer peer, Stage stage) throws IOException, InterruptedException {
        if (!LIMITERS.contains(peer.name())) {
            return List.of(); // it has no limit of the rate
        }
        int clients = stage.slowClients();
        try (Session session = stage.open(peer, setup -> setup.withRate(BYTES_PER_SECOND))) {
            session.warmUp(DownloadPlan.unlimited("/" + Stage.HOT, Stage.HOT_BYTES, 100));
            DownloadPlan plan = DownloadPlan.unlimited("/" + Stage.HOT, Stage.HOT_BYTES, clients);
            Duration warmUp = Duration.ofSeconds(4 + clients / 2_000);
            Observed observed = session.load(List.of(plan), Optional.of(Session.PAGES), warmUp);
            DownloadResult downloads = observed.result().downloads().get(0);
            Map<Metric, Double> values = observed.pageLatencies();
            values.put(Metric.CORES, observed.cores());
            values.put(Metric.OF_LIMIT, 100 * downloads.bytesPerSecond() / BYTES_PER_SECOND / clients);
            values.put(Metric.JAIN, downloads.jain());
            values.put(Metric.FAILED, observed.throughput().get(Metric.FAILED));
            return List.of(new Measurement(clients + " downloads limited to 100 kB/s", peer.name(), values));
        }
    }
}
