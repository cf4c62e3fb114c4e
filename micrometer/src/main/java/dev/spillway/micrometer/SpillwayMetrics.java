/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.micrometer;

import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.TransferEnd;
import dev.spillway.valve.DownloadValve;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * The figures of a valve as meters. In a Prometheus registry they have the names of the valve's own {@code metricsPath}.
 * In Spring Boot a bean of this class is all that is needed:
 *
 * <pre>{@code @Bean
 * SpillwayMetrics downloadMetrics(DownloadValve valve) {
 *     return new SpillwayMetrics(valve);
 * }}</pre>
 */
public final class SpillwayMetrics implements MeterBinder {
    private static final String BYTES = "bytes";
    private static final double MIB = 1 << 20;
    private static final double[] SIZES = {MIB, 16 * MIB, 256 * MIB, 4096 * MIB};
    private static final Duration[] DURATIONS = {
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofHours(1)
    };
    private static final Duration[] FIRST_BYTES = {
        Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(10)
    };

    private final DownloadValve valve;
    private final Tags tags;

    /** Meters without tags of their own. */
    public SpillwayMetrics(DownloadValve valve) {
        this(valve, List.of());
    }

    /** Meters that all have these tags, to tell several valves apart. */
    public SpillwayMetrics(DownloadValve valve, Iterable<Tag> tags) {
        this.valve = valve;
        this.tags = Tags.of(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "spillway.downloads.waiting", "Downloads that wait for their turn", ManagerStats::queueLength);
        gauge(registry, "spillway.downloads.active", "Downloads that are being sent", ManagerStats::active);
        gauge(
                registry,
                "spillway.connections.lingering",
                "Connections whose answer is sent and whose client has not closed yet",
                ManagerStats::lingering);
        gauge(registry, "spillway.files.open", "Distinct files that are open for sending", ManagerStats::openFiles);
        gauge(
                registry,
                "spillway.draining",
                "1 while no more downloads are taken, else 0",
                stats -> stats.isDraining() ? 1 : 0);
        counter(registry, "spillway.downloads", "Downloads that were handed over", null, ManagerStats::total);
        counter(
                registry,
                "spillway.downloads.refused",
                "Wishes for a download that got no place, because all were taken",
                null,
                ManagerStats::refused);
        counter(
                registry,
                "spillway.sent",
                "Bytes that the sockets of clients accepted, heads included",
                BYTES,
                ManagerStats::bytesSent);
        bindColdReads(registry);
        bindEnds(registry);
    }

    private void bindColdReads(MeterRegistry registry) {
        counter(
                registry,
                "spillway.cold.read.hits",
                "Times that the next bytes of a file were in memory",
                null,
                stats -> stats.coldReads().hits());
        counter(
                registry,
                "spillway.cold.read.misses",
                "Times that a download had to wait until its next bytes were read from the disk",
                null,
                stats -> stats.coldReads().misses());
        counter(
                registry,
                "spillway.cold.read",
                "Bytes that disk threads have read",
                BYTES,
                stats -> stats.coldReads().bytes());
    }

    private void bindEnds(MeterRegistry registry) {
        for (Outcome outcome : Outcome.values()) {
            FunctionCounter.builder(
                            "spillway.downloads.ended", valve, source -> figure(source, stats -> stats.ended(outcome)))
                    .description("Downloads that ended, by how they did")
                    .tags(tags)
                    .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Timer durations = timer(
                registry, "spillway.download.duration", "Time from the hand-over of a download to its end", DURATIONS);
        Timer firstBytes = timer(
                registry,
                "spillway.download.first.byte",
                "Time from the hand-over of a download to the first byte that its socket accepted",
                FIRST_BYTES);
        DistributionSummary sizes = DistributionSummary.builder("spillway.download.size")
                .description("Bytes that the socket of a download accepted, head included")
                .baseUnit(BYTES)
                .serviceLevelObjectives(SIZES)
                .tags(tags)
                .register(registry);
        valve.addDownloadListener(end -> record(end, durations, firstBytes, sizes));
    }

    private static void record(TransferEnd end, Timer durations, Timer firstBytes, DistributionSummary sizes) {
        durations.record(end.duration());
        end.timeToFirstByte().ifPresent(firstBytes::record);
        sizes.record((double) end.bytesSent());
    }

    private void gauge(MeterRegistry registry, String name, String help, ToLongFunction<ManagerStats> value) {
        Gauge.builder(name, valve, source -> figure(source, value))
                .description(help)
                .tags(tags)
                .register(registry);
    }

    private void counter(
            MeterRegistry registry, String name, String help, String unit, ToLongFunction<ManagerStats> value) {
        FunctionCounter.builder(name, valve, source -> figure(source, value))
                .description(help)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }

    private Timer timer(MeterRegistry registry, String name, String help, Duration... objectives) {
        return Timer.builder(name)
                .description(help)
                .serviceLevelObjectives(objectives)
                .tags(tags)
                .register(registry);
    }

    /** Nothing is counted while the valve is not running. */
    private static double figure(DownloadValve valve, ToLongFunction<ManagerStats> value) {
        return valve.stats().map(stats -> (double) value.applyAsLong(stats)).orElse(0.0);
    }
}
