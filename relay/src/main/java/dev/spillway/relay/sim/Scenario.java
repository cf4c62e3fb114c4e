/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.sim;

/**
 * One transfer to simulate. The same scenario gives the same figures on every machine.
 *
 * @param terminals how many, at least 1
 * @param leaves share of them that cannot relay, 0 to 1
 * @param pieces pieces of the file
 * @param pieceBytes bytes of each
 * @param spread where the rates of the terminals come from
 * @param sourceRate bytes per second that the source may give
 * @param dying share of the terminals that die at some moment of the transfer
 * @param slow share of the terminals that run at a tenth of what was measured of them before
 * @param responseSeconds middle of the response times, which spread from half of it to ten times (long tail)
 * @param detectSeconds from the death of a peer to the moment when everybody concerned has noticed it
 * @param renewSeconds between two calls of the planner
 * @param inFlight pieces that a terminal fetches at a time
 * @param seed of all that is drawn
 */
public record Scenario(
        int terminals,
        double leaves,
        int pieces,
        long pieceBytes,
        Spread spread,
        double sourceRate,
        double dying,
        double slow,
        double responseSeconds,
        double detectSeconds,
        double renewSeconds,
        int inFlight,
        long seed) {

    /** 3 GB to hosts of a data centre, as Kraken reports it, without failures. */
    public static Scenario dataCentre(int terminals) {
        return new Scenario(terminals, 0, 750, 4_000_000, Spread.DATA_CENTRE, 300e6, 0, 0, 0.005, 2, 0.5, 3, 1);
    }

    /** 100 MB over the public internet from a source of 100 Mbit/s, without failures. */
    public static Scenario internet(int terminals) {
        return new Scenario(terminals, 0, 400, 250_000, Spread.INTERNET, 12.5e6, 0, 0, 0.08, 5, 5, 4, 1);
    }

    /** The same with failures. */
    public Scenario failing(double dyingShare, double slowShare) {
        return new Scenario(
                terminals,
                leaves,
                pieces,
                pieceBytes,
                spread,
                sourceRate,
                dyingShare,
                slowShare,
                responseSeconds,
                detectSeconds,
                renewSeconds,
                inFlight,
                seed);
    }

    /** The same, drawn in another way. */
    public Scenario seeded(long another) {
        return new Scenario(
                terminals,
                leaves,
                pieces,
                pieceBytes,
                spread,
                sourceRate,
                dying,
                slow,
                responseSeconds,
                detectSeconds,
                renewSeconds,
                inFlight,
                another);
    }

    /** Bytes of the file. */
    public long fileBytes() {
        return pieces * pieceBytes;
    }
}
