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

/** Files so short that the hand-over counts, on kept connections or on a new one each. */
final class OneMebibyte implements Scenario {
    private static final int CLIENTS = 8;

    private final String name;
    private final boolean newConnectionEach;

    OneMebibyte(String name, boolean newConnectionEach) {
        this.name = name;
        this.newConnectionEach = newConnectionEach;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String reference() {
        return "tomcat";
    }

    @Override
    public List<Metric> charts() {
        return List.of(Metric.REQUESTS_PER_SECOND);
    }

    @Override
    public List<Measurement> measure(Peer peer, Stage stage) throws IOException, InterruptedException {
        DownloadPlan kept = DownloadPlan.unlimited("/" + Stage.ONE_MIB, Stage.MIB, CLIENTS);
        DownloadPlan plan = newConnectionEach ? kept.withNewConnectionEach() : kept;
        try (Session session = stage.open(peer)) {
            session.warmUp(plan, Session.WARM_UP_OF_REQUESTS);
            Observed observed = session.load(plan, Duration.ofSeconds(1));
            Map<Metric, Double> values = observed.throughput();
            values.put(
                    Metric.REQUESTS_PER_SECOND,
                    observed.result().downloads().get(0).requestsPerSecond());
            return List.of(new Measurement(CLIENTS + " clients", peer.name(), values));
        }
    }
}
