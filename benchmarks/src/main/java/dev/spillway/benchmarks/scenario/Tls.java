/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.scenario;

import dev.spillway.benchmarks.load.DownloadPlan;
import dev.spillway.benchmarks.load.DownloadResult;
import dev.spillway.benchmarks.peer.Peer;
import dev.spillway.benchmarks.peer.TlsIdentity;
import dev.spillway.benchmarks.report.Measurement;
import dev.spillway.benchmarks.report.Metric;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The same over TLS, where every byte passes through the server: what a GiB costs, and how many slow clients are served. */
final class Tls implements Scenario {
    private static final Set<String> SPEAKERS = Set.of("spillway", "tomcat", "nginx");
    private static final int UNLIMITED_CLIENTS = 64;
    private static final int SLOW_CLIENTS = 2_000;

    /** Without many of them before, the time of the first thousands would be that of the compiler. */
    private static final DownloadPlan HANDSHAKES =
            DownloadPlan.unlimited("/" + Stage.ONE_MIB, Stage.MIB, 8).withNewConnectionEach();

    /** A handshake costs some milliseconds on both sides together. */
    private static final Duration ARRIVAL = Duration.ofSeconds(25);

    @Override
    public String name() {
        return "tls";
    }

    @Override
    public String reference() {
        return "tomcat";
    }

    @Override
    public List<Metric> charts() {
        return List.of(Metric.CPU_SECONDS_PER_GIB, Metric.SERVED);
    }

    @Override
    public boolean includes(Peer peer) {
        return SPEAKERS.contains(peer.name());
    }

    @Override
    public List<Measurement> measure(Peer peer, Stage stage) throws IOException, InterruptedException {
        TlsIdentity identity = TlsIdentity.in(stage.files().resolveSibling("tls"));
        return List.of(unlimited(peer, stage, identity), SendBuffers.small(() -> slow(peer, stage, identity)));
    }

    private static Measurement unlimited(Peer peer, Stage stage, TlsIdentity identity)
            throws IOException, InterruptedException {
        DownloadPlan plan = DownloadPlan.unlimited("/" + Stage.HOT, Stage.HOT_BYTES, UNLIMITED_CLIENTS);
        try (Session session = stage.open(peer, setup -> setup.withTls(identity))) {
            session.warmUp(plan);
            Observed observed = session.load(plan, Duration.ofSeconds(2));
            return new Measurement(UNLIMITED_CLIENTS + " clients", peer.name(), observed.throughput());
        }
    }

    private static Measurement slow(Peer peer, Stage stage, TlsIdentity identity)
            throws IOException, InterruptedException {
        try (Session session =
                stage.open(peer, setup -> Slow.limits(peer, stage, setup).withTls(identity))) {
            session.warmUp(HANDSHAKES, Session.WARM_UP_OF_REQUESTS);
            session.warmUp(Slow.clients(Slow.WARM_UP_CLIENTS));
            long before = session.residentBytes();
            Observed observed = session.load(Slow.clients(SLOW_CLIENTS), ARRIVAL);
            DownloadResult downloads = observed.result().downloads().get(0);
            Map<Metric, Double> values = new EnumMap<>(Metric.class);
            values.put(Metric.SERVED, (double) downloads.served());
            values.put(Metric.CORES, observed.cores());
            values.put(Metric.KB_PER_CLIENT, Slow.kilobytes(observed.residentBytes() - before, downloads));
            values.put(Metric.THREADS, (double) observed.threads());
            values.put(Metric.FAILED, observed.throughput().get(Metric.FAILED));
            return new Measurement(SLOW_CLIENTS + " clients at 30 KB/s", peer.name(), values);
        }
    }
}
