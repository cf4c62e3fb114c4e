/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

/**
 * Finds by trial how many workers pay (B7): takes one more, looks whether the throughput has grown, keeps it if so and gives it back if not. After a
 * failed trial it waits twice as long before the next, for links and servers change. Not safe for use by several threads.
 */
final class HillClimb {
    /** With n workers one more should bring 1/n; part of that must be seen, for measurements waver. */
    private static final double EXPECTED_PART = 0.4;

    private static final double LEAST_GAIN = 0.02;
    private static final double FIRST_PATIENCE_SECONDS = 8;
    private static final double LONGEST_PATIENCE_SECONDS = 120;

    private final int most;
    private final double settleSeconds;
    private int target;
    private boolean trying;
    private double rateBefore;
    private double nextSeconds;
    private double patienceSeconds = FIRST_PATIENCE_SECONDS;

    /**
     * @param start number to begin with
     * @param most highest number
     * @param settleSeconds time that a change needs to show in the measured throughput
     */
    HillClimb(int start, int most, double settleSeconds) {
        this.target = Math.min(start, most);
        this.most = most;
        this.settleSeconds = settleSeconds;
        this.nextSeconds = settleSeconds;
    }

    int target() {
        return target;
    }

    /** The server wants less: never again more than this. */
    void limit(int highest) {
        target = Math.max(1, Math.min(target, highest));
        trying = false;
        nextSeconds = Double.MAX_VALUE;
    }

    /**
     * Looks at the throughput.
     *
     * @param nowSeconds since the beginning, ascending
     * @param rate bytes a second with {@link #target} workers at work
     * @return the new target
     */
    int advise(double nowSeconds, double rate) {
        if (nowSeconds < nextSeconds) {
            return target;
        }
        if (!trying) {
            begin(nowSeconds, rate);
        } else if (rate >= rateBefore * (1 + Math.max(LEAST_GAIN, EXPECTED_PART / (target - 1)))) {
            patienceSeconds = FIRST_PATIENCE_SECONDS;
            begin(nowSeconds, rate);
        } else {
            target--;
            trying = false;
            nextSeconds = nowSeconds + patienceSeconds;
            patienceSeconds = Math.min(2 * patienceSeconds, LONGEST_PATIENCE_SECONDS);
        }
        return target;
    }

    private void begin(double nowSeconds, double rate) {
        trying = target < most && rate > 0;
        target = trying ? target + 1 : target;
        rateBefore = rate;
        nextSeconds = nowSeconds + settleSeconds;
    }
}
