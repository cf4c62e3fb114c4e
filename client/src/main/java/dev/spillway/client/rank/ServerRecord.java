/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.rank;

/**
 * What was measured of a server (B4).
 *
 * @param responseSeconds from a request to its first byte
 * @param bytesPerSecond of all links together, 0 if it was never measured
 * @param failed whether it failed when it was last used
 * @param epochSeconds time of the measurement
 */
public record ServerRecord(double responseSeconds, double bytesPerSecond, boolean failed, long epochSeconds) {
    private static final double REFERENCE_BYTES = 4 << 20;

    /** Weight of a new measurement against those before it. */
    private static final double WEIGHT = 0.5;

    private static final double FAILURE_PENALTY_SECONDS = 600;

    /** Seconds that 4 MiB would take, by which servers are ranked: response time counts more for slow answers, throughput for large files. */
    public double expectedSeconds() {
        return responseSeconds
                + (bytesPerSecond > 0 ? REFERENCE_BYTES / bytesPerSecond : 0)
                + (failed ? FAILURE_PENALTY_SECONDS : 0);
    }

    /** Four words, as a line of the file of measurements. */
    String words() {
        double response = Math.round(responseSeconds * 1e4) / 1e4;
        return response + " " + Math.round(bytesPerSecond) + " " + failed + " " + epochSeconds;
    }

    static ServerRecord parse(String[] words, int first) {
        return new ServerRecord(
                Double.parseDouble(words[first]),
                Double.parseDouble(words[first + 1]),
                Boolean.parseBoolean(words[first + 2]),
                Long.parseLong(words[first + 3]));
    }

    /** This measurement with an older one behind it. */
    ServerRecord after(ServerRecord older) {
        double rate = bytesPerSecond > 0 && older.bytesPerSecond > 0
                ? mix(bytesPerSecond, older.bytesPerSecond)
                : Math.max(bytesPerSecond, older.bytesPerSecond);
        double response = responseSeconds > 0 ? mix(responseSeconds, older.responseSeconds) : older.responseSeconds;
        return new ServerRecord(response, rate, failed, epochSeconds);
    }

    private static double mix(double fresh, double old) {
        return WEIGHT * fresh + (1 - WEIGHT) * old;
    }
}
