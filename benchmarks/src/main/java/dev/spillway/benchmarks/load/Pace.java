/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

/** How much a client may have read by now. What could not be read in time may be made up for later. */
final class Pace {
    private static final int MAX_READ_BYTES = 256 << 10;

    private final long bytesPerSecond;
    private final long startNanos;
    private final long bytesBefore;

    /** @param bytesBefore what the client had read in all when it began at this pace */
    Pace(long bytesPerSecond, long startNanos, long bytesBefore) {
        this.bytesPerSecond = bytesPerSecond;
        this.startNanos = startNanos;
        this.bytesBefore = bytesBefore;
    }

    /** Bytes that may be read now, given what has been read in all. */
    long allowed(long nowNanos, long bytesRead) {
        double elapsedSeconds = (nowNanos - startNanos) / 1e9;
        return Math.max(0, (long) (elapsedSeconds * bytesPerSecond) - (bytesRead - bytesBefore));
    }

    /** Time between two reads: half a second, or less where that would be more than one read takes. */
    long intervalNanos() {
        return Math.min(500_000_000L, MAX_READ_BYTES * 1_000_000_000L / bytesPerSecond);
    }
}
