/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.plan;

/**
 * How far ahead the adaptive planner assigns. All await what the source is just giving, so a piece is under way for as long as the source has work before it,
 * and then for every step down its tree: who may await no more than comes in that time gets less than its link could carry. So the source has less before it
 * than others await.
 *
 * @param seconds work that a peer may have before it, as download and as upload; longer than a piece is under way from the source to the last
 * @param leastPieces pieces that a child may always await, however slow it is; at least 1
 * @param patience how many times the expected time an assignment may take before it is given to somebody else, above 1
 */
public record Horizon(double seconds, int leastPieces, double patience) {
    /** For plans that are renewed twice a second. */
    public static final Horizon USUAL = new Horizon(5, 2, 2);

    /** Of {@link #seconds}, for the source. */
    private static final double SHARE_OF_SOURCE = 0.5;

    public Horizon {
        if (!(seconds > 0) || leastPieces < 1 || !(patience > 1)) {
            throw new IllegalArgumentException("horizon of " + seconds + " s, " + leastPieces + " pieces, patience "
                    + patience + ": want above 0, at least 1, above 1");
        }
    }

    /** Pieces that a child may await at a time. */
    int awaited(Performance child, long pieceBytes) {
        return Math.max(leastPieces, (int) Math.ceil(child.downloadRate() * seconds / pieceBytes));
    }

    /** Pieces that a parent may owe at a time; none if it could not even pass on one in time. */
    int owed(Peer parent, long pieceBytes) {
        double share = parent.number() == Swarm.SOURCE ? SHARE_OF_SOURCE : 1;
        return (int) Math.floor(parent.performance().uploadRate() * seconds * share / pieceBytes);
    }

    /** Age at which an assignment is taken back. */
    double longest(Peer child, long pieceBytes) {
        double work = (child.awaited() + 1.0) * pieceBytes / child.performance().downloadRate();
        return patience * Math.max(seconds, work) + child.performance().responseSeconds();
    }
}
