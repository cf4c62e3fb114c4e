/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.figures;

import dev.spillway.relay.serve.Exchange;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Figures as Prometheus reads them: its text format 0.0.4, or OpenMetrics 1.0 to those who ask for it. */
public final class Exposition {
    private final Figures figures;
    private final ExpositionFormatWriter text = PrometheusTextFormatWriter.create();
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();

    public Exposition(Figures figures) {
        this.figures = figures;
    }

    /** Answers with the figures of this moment. */
    public void answer(Exchange exchange) throws IOException {
        ExpositionFormatWriter writer =
                openMetrics.accepts(exchange.header("Accept").orElse(null)) ? openMetrics : text;
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        figures.figures().forEach(figure -> all.metricSnapshot(snapshot(figure)));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        writer.write(body, all.build());
        exchange.setHeader("Cache-Control", "no-store");
        exchange.answer(200, writer.getContentType(), body.toByteArray());
    }

    private static MetricSnapshot snapshot(Figure figure) {
        return figure.counts()
                ? CounterSnapshot.builder()
                        .name(figure.metric())
                        .help(figure.help())
                        .dataPoint(CounterDataPointSnapshot.builder()
                                .value(figure.value())
                                .build())
                        .build()
                : GaugeSnapshot.builder()
                        .name(figure.metric())
                        .help(figure.help())
                        .dataPoint(GaugeDataPointSnapshot.builder()
                                .value(figure.value())
                                .build())
                        .build();
    }
}
