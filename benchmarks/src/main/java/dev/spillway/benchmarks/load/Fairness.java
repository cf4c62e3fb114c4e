/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

/** How evenly clients of one kind were served. */
final class Fairness {
    private Fairness() {}

    /**
     * Jain's index of the shares: 1 if all are the same, 1/n if one has everything.
     *
     * @param shares for example bytes of each client; 1 is returned for none
     */
    static double jain(long[] shares) {
        double sum = 0;
        double squares = 0;
        for (long share : shares) {
            sum += share;
            squares += (double) share * share;
        }
        return squares == 0 ? 1 : sum * sum / (shares.length * squares);
    }
}
