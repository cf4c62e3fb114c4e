/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.scenario;

import dev.spillway.benchmarks.load.DownloadPlan;
import dev.spillway.benchmarks.peer.Peer;
import dev.spillway.benchmarks.report.Measurement;
import dev.spillway.benchmarks.report.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files that must come from a slow disk, and beside them hot downloads and pages, which have nothing to do with that disk
 * and should not feel it.
 */
final class Cold implements Scenario {
    private static final int COLD_CLIENTS = 8;
    private static final long COLD_BYTES = 256 * Stage.MIB;
    private static final int HOT_CLIENTS = 4;
    private static final long HOT_BYTES_PER_SECOND = 20_000_000;
    private static final long DISK_BYTES_PER_SECOND = 100_000_000;

    @Override
    public String name() {
        return "cold";
    }

    @Override
    public String reference() {
        return "nginx-aio";
    }

    @Override
    public List<Metric> charts() {
        return List.of(Metric.HOT_MB_PER_SECOND, Metric.PAGE_P99_MILLIS);
    }

    @Override
    public List<Measurement> measure(Peer peer, Stage stage) throws IOException, InterruptedException {
        if (!SlowDisk.isPossible()) {
            System.err.println(
                    "  the disk can't be slowed here (needs root and the blkio controller): cold pages only");
            return run(peer, stage, Optional.empty());
        }
        try (SlowDisk disk = SlowDisk.of(stage.files(), DISK_BYTES_PER_SECOND)) {
            return run(peer, stage, Optional.of(disk));
        }
    }

    private static List<Measurement> run(Peer peer, Stage stage, Optional<SlowDisk> disk)
            throws IOException, InterruptedException {
        try (Session session = stage.open(peer)) {
            session.warmUp(DownloadPlan.unlimited("/" + Stage.HOT, Stage.HOT_BYTES, HOT_CLIENTS));
            for (int i = 0; i < COLD_CLIENTS; i++) {
                Path file = stage.write("cold-" + i + ".bin", COLD_BYTES);
                SlowDisk.forget(file);
            }
            if (disk.isPresent()) {
                disk.get().add(session.peer());
            }
            DownloadPlan cold = DownloadPlan.unlimited("/cold-%d.bin", COLD_BYTES, COLD_CLIENTS)
                    .withName("cold");
            DownloadPlan hot = DownloadPlan.paced("/" + Stage.HOT, Stage.HOT_BYTES, HOT_CLIENTS, HOT_BYTES_PER_SECOND)
                    .withName("hot");
            Observed observed = session.load(List.of(cold, hot), Optional.of(Session.PAGES), Duration.ofSeconds(2));
            String row = disk.isPresent() ? "disk of 100 MB/s" : "cold pages, disk not slowed";
            return List.of(new Measurement(row, peer.name(), values(observed)));
        }
    }

    private static Map<Metric, Double> values(Observed observed) {
        Map<Metric, Double> values = observed.pageLatencies();
        values.put(Metric.HOT_MB_PER_SECOND, observed.result().group("hot").bytesPerSecond() / 1e6);
        values.put(Metric.COLD_MB_PER_SECOND, observed.result().group("cold").bytesPerSecond() / 1e6);
        values.put(Metric.CORES, observed.cores());
        values.put(Metric.FAILED, observed.throughput().get(Metric.FAILED));
        return values;
    }
}
