/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.TransferEnd;
import dev.spillway.valve.testing.StubManager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpositionTest {
    private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0,text/plain;q=0.5";

    private final DownloadMetrics metrics = new DownloadMetrics();
    private final Exposition exposition = new Exposition(new StubManager(), metrics);

    private List<String> lines(String accept) {
        return new String(exposition.page(accept).body(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    @Test
    void figuresAreThoseOfTheManager() {
        assertThat(lines(null))
                .contains(
                        "# TYPE spillway_downloads_active gauge",
                        "spillway_downloads_active 0.0",
                        "# TYPE spillway_sent_bytes_total counter",
                        "spillway_sent_bytes_total 1.23456789012E11",
                        "spillway_cold_read_misses_total 8.0",
                        "spillway_download_wait_seconds{quantile=\"0.95\"} 0.05",
                        "spillway_download_wait_seconds_count 10",
                        "spillway_downloads_ended_total{outcome=\"completed\"} 1.0",
                        "spillway_downloads_ended_total{outcome=\"client_gone\"} 2.0");
    }

    @Test
    void eachProcessIsShownByItself() {
        assertThat(lines(null))
                .contains(
                        "spillway_process_downloads_active{pid=\"4711\"} 0.0",
                        "spillway_process_downloads_waiting{pid=\"4711\"} 0.0",
                        "spillway_process_sent_bytes_total{pid=\"4711\"} 1.23456789012E11");
    }

    @Test
    void everyOutcomeIsThereFromTheStart() {
        assertThat(lines(null))
                .filteredOn(line -> line.startsWith("spillway_downloads_ended_total{"))
                .hasSize(Outcome.values().length);
    }

    @Test
    void endsOfDownloadsAreCountedBySizeAndTime() {
        metrics.ended(new TransferEnd(
                Outcome.COMPLETED, 5 << 20, Optional.of(Duration.ofMillis(2)), Duration.ofMillis(1500)));
        metrics.ended(new TransferEnd(Outcome.CLIENT_GONE, 0, Optional.empty(), Duration.ofSeconds(50)));
        assertThat(lines(null))
                .contains(
                        "spillway_download_duration_seconds_bucket{le=\"1.0\"} 0",
                        "spillway_download_duration_seconds_bucket{le=\"5.0\"} 1",
                        "spillway_download_duration_seconds_bucket{le=\"+Inf\"} 2",
                        "spillway_download_duration_seconds_sum 51.5",
                        "spillway_download_first_byte_seconds_count 1",
                        "spillway_download_size_bytes_count 2");
    }

    @Test
    void whoAsksForOpenMetricsGetsThem() {
        assertThat(exposition.page(OPEN_METRICS).contentType()).startsWith("application/openmetrics-text");
        assertThat(lines(OPEN_METRICS)).endsWith("# EOF").contains("# TYPE spillway_sent_bytes counter");
    }

    @Test
    void othersGetThePlainText() {
        assertThat(exposition.page(null).contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(exposition.page("text/html").contentType()).startsWith("text/plain; version=0.0.4");
    }

    /** The conventions of Prometheus: a prefix, base units, and a suffix for what only grows. */
    @Test
    void namesFollowTheConventions() {
        assertThat(lines(null))
                .filteredOn(line -> line.startsWith("# TYPE "))
                .hasSizeGreaterThan(10)
                .allSatisfy(line -> {
                    String name = line.split(" ", -1)[2];
                    assertThat(name).matches("spillway_[a-z_]+").doesNotContain("milli", "kib");
                    assertThat(name.endsWith("_total")).as(line).isEqualTo(line.endsWith(" counter"));
                });
    }
}
