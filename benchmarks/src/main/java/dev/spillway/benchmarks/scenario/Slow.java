/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.scenario;

import dev.spillway.benchmarks.load.DownloadPlan;
import dev.spillway.benchmarks.load.DownloadResult;
import dev.spillway.benchmarks.load.PageResult;
import dev.spillway.benchmarks.peer.Peer;
import dev.spillway.benchmarks.peer.PeerSetup;
import dev.spillway.benchmarks.report.Measurement;
import dev.spillway.benchmarks.report.Metric;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Thousands of slow clients: how many are served, and what pages and memory have to do with it. */
final class Slow implements Scenario {
    private static final long BYTES_PER_SECOND = 30_000;
    private static final int RECEIVE_BUFFER_BYTES = 16 << 10;
    static final int WARM_UP_CLIENTS = 100;
    private static final int MAX_THREADS = 8;
    private static final int MAX_CONNECTIONS = 200;

    @Override
    public String name() {
        return "slow";
    }

    @Override
    public List<Metric> charts() {
        return List.of(Metric.SERVED, Metric.CORES, Metric.KB_PER_CLIENT, Metric.PAGE_P99_MILLIS);
    }

    @Override
    public List<Measurement> measure(Peer peer, Stage stage) throws IOException, InterruptedException {
        return SendBuffers.small(() -> List.of(measureWithSmallBuffers(peer, stage)));
    }

    private static Measurement measureWithSmallBuffers(Peer peer, Stage stage)
            throws IOException, InterruptedException {
        try (Session session = stage.open(peer, setup -> limits(peer, stage, setup))) {
            session.warmUp(clients(WARM_UP_CLIENTS));
            Observed alone = session.pagesOnly();
            DownloadPlan plan = clients(stage.slowClients());
            // The clients come 2,000 a second.
            Duration warmUp = Duration.ofSeconds(4 + stage.slowClients() / 2_000);
            Observed beside = session.load(List.of(plan), Optional.of(Session.PAGES), warmUp);
            String row = stage.slowClients() + " clients at 30 KB/s";
            return new Measurement(row, peer.name(), values(alone, beside));
        }
    }

    /** Spillway has few threads and connections, to show that they don't matter; others have what they come with. */
    static PeerSetup limits(Peer peer, Stage stage, PeerSetup setup) {
        boolean isLimited = stage.equalLimits() || "spillway".equals(peer.name());
        return isLimited ? setup.withLimits(MAX_THREADS, MAX_CONNECTIONS) : setup;
    }

    static DownloadPlan clients(int count) {
        return DownloadPlan.paced("/" + Stage.HOT, Stage.HOT_BYTES, count, BYTES_PER_SECOND)
                .withReceiveBufferBytes(RECEIVE_BUFFER_BYTES);
    }

    private static Map<Metric, Double> values(Observed alone, Observed beside) {
        PageResult pagesAlone = alone.pages().orElseThrow();
        DownloadResult downloads = beside.result().downloads().get(0);
        Map<Metric, Double> values = beside.pageLatencies();
        values.put(Metric.SERVED, (double) downloads.served());
        values.put(Metric.CORES, beside.cores());
        values.put(Metric.ALONE_P50_MILLIS, pagesAlone.p50Millis());
        values.put(Metric.ALONE_P99_MILLIS, pagesAlone.p99Millis());
        values.put(Metric.KB_PER_CLIENT, kilobytes(beside.residentBytes() - alone.residentBytes(), downloads));
        values.put(Metric.THREADS, (double) beside.threads());
        values.put(Metric.FIRST_BYTE_P99_MILLIS, downloads.firstByteP99Millis());
        values.put(Metric.FAILED, beside.throughput().get(Metric.FAILED));
        return values;
    }

    static double kilobytes(long bytes, DownloadResult downloads) {
        return bytes / 1e3 / Math.max(1, downloads.served());
    }
}
