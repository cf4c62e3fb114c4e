/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.scenario;

import dev.spillway.benchmarks.peer.Peer;
import dev.spillway.benchmarks.report.Measurement;
import dev.spillway.benchmarks.report.Metric;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What it costs to hand a download over, without Tomcat and without the download: 1 KiB is sent on a connection that comes back
 * each time, or on a new one that is closed. One after the other shows the latency, many at once the rate.
 */
final class HandOver implements Scenario {
    private static final int MANY = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "hand-over";
    }

    @Override
    public String reference() {
        return "spillway";
    }

    @Override
    public List<Metric> charts() {
        return List.of(Metric.REQUESTS_PER_SECOND);
    }

    @Override
    public boolean includes(Peer peer) {
        return peer.name().equals("spillway") || peer.name().equals("spillway-process");
    }

    @Override
    public List<Measurement> measure(Peer peer, Stage stage) throws IOException, InterruptedException {
        try (HandOverRig rig =
                HandOverRig.open(peer.name().equals("spillway-process"), stage.write("file-1k.bin", 1024))) {
            rig.run(MANY, true, WARM_UP);
            rig.run(MANY, false, WARM_UP);
            return List.of(
                    measurement(peer, "1 at once", rig.run(1, true, stage.window())),
                    measurement(peer, MANY + " at once", rig.run(MANY, true, stage.window())),
                    measurement(peer, "1 at once, closed", rig.run(1, false, stage.window())),
                    measurement(peer, MANY + " at once, closed", rig.run(MANY, false, stage.window())));
        }
    }

    private static Measurement measurement(Peer peer, String name, HandOverRig.Result result) {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.REQUESTS_PER_SECOND, result.perSecond());
        values.put(Metric.LATENCY_P50_MILLIS, result.millisAt(0.50));
        values.put(Metric.LATENCY_P99_MILLIS, result.millisAt(0.99));
        return new Measurement(name, peer.name(), values);
    }
}
