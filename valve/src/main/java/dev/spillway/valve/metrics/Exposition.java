/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.metrics;

import dev.spillway.manager.api.ColdReads;
import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.ManagerProcess;
import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.WaitTimes;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * The figures of a manager as Prometheus reads them: its text format 0.0.4, or OpenMetrics 1.0 to those who ask for it.
 * Names and units follow the conventions of Prometheus: base units, which are part of the name, and {@code _total}.
 */
public final class Exposition {
    private final DownloadManager manager;
    private final DownloadMetrics metrics;
    private final ExpositionFormatWriter text = PrometheusTextFormatWriter.create();
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();

    public Exposition(DownloadManager manager, DownloadMetrics metrics) {
        this.manager = manager;
        this.metrics = metrics;
    }

    /**
     * An exposition.
     *
     * @param contentType of the body
     * @param body the whole of it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Page(String contentType, byte[] body) {}

    /**
     * Writes the figures of this moment.
     *
     * @param accept the field of the request, or null
     */
    public Page page(String accept) {
        ExpositionFormatWriter writer = openMetrics.accepts(accept) ? openMetrics : text;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            writer.write(body, snapshots());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return new Page(writer.getContentType(), body.toByteArray());
    }

    MetricSnapshots snapshots() {
        ManagerStats stats = manager.stats();
        ColdReads coldReads = stats.coldReads();
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        all.metricSnapshot(
                gauge("spillway_downloads_waiting", "Downloads that wait for their turn.", stats.queueLength()));
        all.metricSnapshot(gauge("spillway_downloads_active", "Downloads that are being sent.", stats.active()));
        all.metricSnapshot(gauge(
                "spillway_connections_lingering",
                "Connections whose answer is sent and whose client has not closed yet.",
                stats.lingering()));
        all.metricSnapshot(
                gauge("spillway_files_open", "Distinct files that are open for sending.", stats.openFiles()));
        all.metricSnapshot(
                gauge("spillway_draining", "1 while no more downloads are taken, else 0.", stats.isDraining() ? 1 : 0));
        all.metricSnapshot(counter("spillway_downloads", "Downloads that were handed over.", stats.total()));
        all.metricSnapshot(counter(
                "spillway_downloads_refused",
                "Wishes for a download that got no place, because all were taken.",
                stats.refused()));
        all.metricSnapshot(ended(stats));
        all.metricSnapshot(counter(
                "spillway_sent_bytes",
                "Bytes that the sockets of clients accepted, heads included.",
                stats.bytesSent()));
        all.metricSnapshot(counter(
                "spillway_cold_read_hits", "Times that the next bytes of a file were in memory.", coldReads.hits()));
        all.metricSnapshot(counter(
                "spillway_cold_read_misses",
                "Times that a download had to wait until its next bytes were read from the disk.",
                coldReads.misses()));
        all.metricSnapshot(
                counter("spillway_cold_read_bytes", "Bytes that disk threads have read.", coldReads.bytes()));
        all.metricSnapshot(waits(stats.waits()));
        addProcesses(all);
        metrics.snapshots().forEach(all::metricSnapshot);
        return all.build();
    }

    /** Each by itself; they are in the other figures, too. */
    private void addProcesses(MetricSnapshots.Builder all) {
        List<ManagerProcess> processes = manager.processes();
        if (processes.isEmpty()) {
            return;
        }
        GaugeSnapshot.Builder active = GaugeSnapshot.builder()
                .name("spillway_process_downloads_active")
                .help("Downloads that a manager process is sending.");
        GaugeSnapshot.Builder waiting = GaugeSnapshot.builder()
                .name("spillway_process_downloads_waiting")
                .help("Downloads that wait for their turn in a manager process.");
        CounterSnapshot.Builder sent = CounterSnapshot.builder()
                .name("spillway_process_sent_bytes")
                .help("Bytes that the sockets of clients accepted from a manager process, heads included.");
        for (ManagerProcess process : processes) {
            Labels pid = Labels.of("pid", Long.toString(process.pid()));
            active.dataPoint(level(process.stats().active(), pid));
            waiting.dataPoint(level(process.stats().queueLength(), pid));
            sent.dataPoint(point(process.stats().bytesSent(), pid));
        }
        all.metricSnapshot(active.build());
        all.metricSnapshot(waiting.build());
        all.metricSnapshot(sent.build());
    }

    private static GaugeDataPointSnapshot level(long value, Labels labels) {
        return GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value((double) value)
                .build();
    }

    private static GaugeSnapshot gauge(String name, String help, long value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(level(value, Labels.EMPTY))
                .build();
    }

    private static CounterSnapshot counter(String name, String help, long value) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(point(value, Labels.EMPTY))
                .build();
    }

    private static CounterSnapshot ended(ManagerStats stats) {
        CounterSnapshot.Builder ended = CounterSnapshot.builder()
                .name("spillway_downloads_ended")
                .help("Downloads that ended, by how they did.");
        for (Outcome outcome : Outcome.values()) {
            ended.dataPoint(point(
                    stats.ended(outcome), Labels.of("outcome", outcome.name().toLowerCase(Locale.ROOT))));
        }
        return ended.build();
    }

    private static CounterDataPointSnapshot point(long value, Labels labels) {
        return CounterDataPointSnapshot.builder()
                .labels(labels)
                .value((double) value)
                .build();
    }

    private static SummarySnapshot waits(WaitTimes waits) {
        return SummarySnapshot.builder()
                .name("spillway_download_wait_seconds")
                .help("How long the last downloads waited that had to wait for their turn and got it.")
                .dataPoint(SummaryDataPointSnapshot.builder()
                        .count(waits.count())
                        .quantiles(Quantiles.of(
                                new Quantile(0.5, DownloadMetrics.seconds(waits.median())),
                                new Quantile(0.95, DownloadMetrics.seconds(waits.p95())),
                                new Quantile(0.99, DownloadMetrics.seconds(waits.p99()))))
                        .build())
                .build();
    }
}
