/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.plan;

/** How many children a peer feeds: 2 to 5 (D2), as many as its measured upload can keep at full speed. */
public final class FanOut {
    public static final int LEAST = 2;
    public static final int MOST = 5;

    private FanOut() {}

    /**
     * The number for one peer.
     *
     * @param uploadRate bytes per second that the peer can pass on
     * @param childRate bytes per second that a usual child can take, above zero
     */
    public static int of(double uploadRate, double childRate) {
        return (int) Math.max(LEAST, Math.min(MOST, Math.floor(uploadRate / childRate)));
    }
}
