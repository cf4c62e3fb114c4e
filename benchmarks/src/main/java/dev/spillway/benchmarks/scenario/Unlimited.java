/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.scenario;

import dev.spillway.benchmarks.load.DownloadPlan;
import dev.spillway.benchmarks.peer.Peer;
import dev.spillway.benchmarks.report.Measurement;
import dev.spillway.benchmarks.report.Metric;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How fast a hot file leaves when nothing but the server limits it, and what a GiB costs. */
final class Unlimited implements Scenario {
    private static final List<Integer> CLIENTS = List.of(1, 8, 64);

    @Override
    public String name() {
        return "unlimited";
    }

    @Override
    public List<Metric> charts() {
        return List.of(Metric.CPU_SECONDS_PER_GIB, Metric.GB_PER_SECOND);
    }

    @Override
    public List<Measurement> measure(Peer peer, Stage stage) throws IOException, InterruptedException {
        List<Measurement> measurements = new ArrayList<>();
        try (Session session = stage.open(peer)) {
            session.warmUp(DownloadPlan.unlimited("/" + Stage.HOT, Stage.HOT_BYTES, CLIENTS.get(1)));
            for (int clients : CLIENTS) {
                DownloadPlan plan = DownloadPlan.unlimited("/" + Stage.HOT, Stage.HOT_BYTES, clients);
                Observed observed = session.load(plan, Duration.ofSeconds(1));
                Map<Metric, Double> values = observed.throughput();
                values.put(Metric.JAIN, observed.result().downloads().get(0).jain());
                measurements.add(new Measurement(clients + " clients", peer.name(), values));
            }
        }
        return measurements;
    }
}
