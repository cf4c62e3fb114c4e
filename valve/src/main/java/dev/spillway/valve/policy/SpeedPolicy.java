/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Admits by the rate at which the client took its last downloads (SYSTEMS.md A2 "connection speed"): {@code
 * speed(slower=1MiB)} those below it, {@code speed(faster=1MiB)} those at or above it; both together the band between.
 */
final class SpeedPolicy implements AdmissionPolicy {
    private static final Verdict DENIED = Verdict.deny("client's speed");
    private static final Verdict UNKNOWN = Verdict.deny("client's speed is not known");
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongSupplier nanoTime;
    private SpeedTable table;
    private double fasterThan;
    private double slowerThan;
    private boolean isUnknownAdmitted;
    private long sampleBytes;

    SpeedPolicy(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public void configure(PolicyParameters parameters) {
        fasterThan = parameters.has("faster") ? parameters.bytes("faster", "") : 0;
        slowerThan = parameters.has("slower") ? parameters.bytes("slower", "") : Double.POSITIVE_INFINITY;
        if (!(parameters.has("faster") || parameters.has("slower")) || fasterThan >= slowerThan) {
            throw new IllegalArgumentException("speed has faster=\"" + String.join(" ", parameters.list("faster"))
                    + "\" and slower=\"" + String.join(" ", parameters.list("slower"))
                    + "\", and needs one of them, or faster less than slower, in bytes per second, such as"
                    + " speed(slower=1MiB)");
        }
        isUnknownAdmitted = parameters.choice("unknown", "admit", "deny").equals("admit");
        sampleBytes = parameters.bytes("sample", "4MiB");
        table = new SpeedTable(
                parameters.number("clients", 65_536, 1_024, 4_194_304),
                parameters.duration("forget", "1h", Duration.ofSeconds(1), Duration.ofDays(30)),
                nanoTime);
    }

    /** Learns from a download that has ended, well or not. Never waits. */
    void ended(IpAddress client, long bytes, Duration duration) {
        long nanos = duration.toNanos();
        if (bytes >= sampleBytes && nanos > 0 && bytes > 0) {
            table.record(client, bytes * NANOS_PER_SECOND / nanos);
        }
    }

    @Override
    public Verdict decide(DownloadRequest request) {
        IpAddress address = request.address();
        double rate = address == null ? SpeedTable.UNKNOWN : table.rateOf(address);
        if (rate == SpeedTable.UNKNOWN) {
            return isUnknownAdmitted ? Verdict.admit() : UNKNOWN;
        }
        return rate >= fasterThan && rate < slowerThan ? Verdict.admit() : DENIED;
    }

    @Override
    public boolean needsAnswer() {
        return false;
    }
}
