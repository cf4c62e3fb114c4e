/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.scenario;

import dev.spillway.benchmarks.load.DownloadPlan;
import dev.spillway.benchmarks.peer.Peer;
import dev.spillway.benchmarks.report.Measurement;
import dev.spillway.benchmarks.report.Metric;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a page costs beside downloads that take all they can get. */
final class PagesBeside implements Scenario {
    private static final int CLIENTS = 64;

    @Override
    public String name() {
        return "pages-beside";
    }

    @Override
    public List<Metric> charts() {
        return List.of(Metric.PAGE_P99_MILLIS, Metric.GB_PER_SECOND);
    }

    @Override
    public List<Measurement> measure(Peer peer, Stage stage) throws IOException, InterruptedException {
        try (Session session = stage.open(peer)) {
            DownloadPlan plan = DownloadPlan.unlimited("/" + Stage.HOT, Stage.HOT_BYTES, CLIENTS);
            session.warmUp(plan);
            Observed observed = session.load(List.of(plan), Optional.of(Session.PAGES), Duration.ofSeconds(1));
            Map<Metric, Double> values = observed.throughput();
            values.putAll(observed.pageLatencies());
            return List.of(new Measurement(CLIENTS + " unlimited downloads", peer.name(), values));
        }
    }
}
