/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.metrics;

import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.Outcome;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        all.metricSnapshot(gauge("spillway_downloads_waiting", "Downloads that wait for a loop.", stats.queueLength()));
        all.metricSnapshot(gauge("spillway_downloads_active", "Downloads that are being sent.", stats.active()));
        all.metricSnapshot(gauge(
                "spillway_connections_lingering",
                "Connections whose answer is sent and whose client has not closed yet.",
                stats.lingering()));
        all.metricSnapshot(gauge("spillway_files_open", "Distinct files that are open for sending.", stats.openFiles()));
        all.metricSnapshot(counter("spillway_downloads", "Downloads that were handed over.", stats.total()));
        all.metricSnapshot(counter(
                "spillway_sent_bytes", "Bytes that the sockets of clients accepted, heads included.", stats.bytesSent()));
        all.metricSnapshot(ended(stats));
        metrics.snapshots().forEach(all::metricSnapshot);
        return all.build();
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }

    private static CounterSnapshot counter(String name, String help, double value) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(CounterDataPointSnapshot.builder().value(value).build())
                .build();
    }

    private static CounterSnapshot ended(ManagerStats stats) {
        CounterSnapshot.Builder ended = CounterSnapshot.builder()
                .name("spillway_downloads_ended")
                .help("Downloads that ended, by how they did.");
        for (Outcome outcome : Outcome.values()) {
            ended.dataPoint(CounterDataPointSnapshot.builder()
                    .labels(Labels.of("outcome", outcome.name().toLowerCase(Locale.ROOT)))
                    .value(stats.ended(outcome))
                    .build());
        }
        return ended.build();
    }
}
