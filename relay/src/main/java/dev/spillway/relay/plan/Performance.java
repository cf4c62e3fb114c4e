/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.plan;

import java.util.Comparator;

/**
 * What was measured of a terminal (D3).
 *
 * @param responseSeconds from a message to its acknowledgement, not negative
 * @param uploadRate bytes per second that it can pass on, above zero
 * @param downloadRate bytes per second that it can take, above zero
 * @param reliability share of its transfers that ended well, 0 to 1
 */
public record Performance(double responseSeconds, double uploadRate, double downloadRate, double reliability) {
    /** Size of the file by which terminals are compared: large enough for throughput to count more than response. */
    private static final double SAMPLE_BYTES = 16 << 20;

    /** Keeps terminals that have never succeeded comparable by speed. */
    private static final double LEAST_RELIABILITY = 0.01;

    /** Best first: in the order in which lists of terminals come out of the tracking database. */
    public static final Comparator<Performance> BEST_FIRST = Comparator.comparingDouble(Performance::cost);

    public Performance {
        if (!(responseSeconds >= 0) || !(uploadRate > 0) || !(downloadRate > 0)) {
            throw new IllegalArgumentException("response " + responseSeconds + " s, upload " + uploadRate
                    + " B/s, download " + downloadRate + " B/s: not measurements");
        }
        if (!(reliability >= 0 && reliability <= 1)) {
            throw new IllegalArgumentException("reliability " + reliability + " is outside 0 to 1");
        }
    }

    /**
     * Expected seconds to pass on a sample, with the attempts that fail: the less, the better. A terminal cannot pass on faster than it receives.
     */
    public double cost() {
        double throughput = Math.min(uploadRate, downloadRate);
        return (responseSeconds + SAMPLE_BYTES / throughput) / Math.max(LEAST_RELIABILITY, reliability);
    }

    /** The same terminal after its upload was measured anew. */
    public Performance withUploadRate(double rate) {
        return new Performance(responseSeconds, rate, downloadRate, reliability);
    }

    /** The same terminal after its download was measured anew. */
    public Performance withDownloadRate(double rate) {
        return new Performance(responseSeconds, uploadRate, rate, reliability);
    }
}
