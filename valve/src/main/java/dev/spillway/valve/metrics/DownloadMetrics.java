/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.metrics;

import dev.spillway.manager.api.TransferEnd;
import dev.spillway.manager.api.TransferListener;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.time.Duration;
import java.util.List;

/** How long downloads take and how much they send, counted at the end of each. Safe for use by any thread. */
public final class DownloadMetrics implements TransferListener {
    private static final double NANOS = 1e9;
    private static final double KIB = 1024;
    private static final double MIB = 1024 * KIB;
    private static final double GIB = 1024 * MIB;

    private final Distribution durations = new Distribution(
            "spillway_download_duration_seconds",
            "Time from the hand-over of a download to its end.",
            0.01,
            0.1,
            1,
            5,
            10,
            30,
            60,
            300,
            900,
            3600,
            14_400);
    private final Distribution firstBytes = new Distribution(
            "spillway_download_first_byte_seconds",
            "Time from the hand-over of a download to the first byte that its socket accepted.",
            0.001,
            0.005,
            0.01,
            0.05,
            0.1,
            0.5,
            1,
            5,
            10,
            60,
            300);
    private final Distribution sizes = new Distribution(
            "spillway_download_size_bytes",
            "Bytes that the socket of a download accepted, head included.",
            64 * KIB,
            MIB,
            4 * MIB,
            16 * MIB,
            64 * MIB,
            256 * MIB,
            GIB,
            4 * GIB,
            16 * GIB,
            64 * GIB);

    /** Counts a download. Never waits. */
    @Override
    public void ended(TransferEnd end) {
        durations.add(seconds(end.duration()));
        end.timeToFirstByte().ifPresent(time -> firstBytes.add(seconds(time)));
        sizes.add((double) end.bytesSent());
    }

    static double seconds(Duration time) {
        return time.toNanos() / NANOS;
    }

    List<HistogramSnapshot> snapshots() {
        return List.of(durations.snapshot(), firstBytes.snapshot(), sizes.snapshot());
    }
}
