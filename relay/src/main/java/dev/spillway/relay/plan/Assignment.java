/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.plan;

/**
 * The upstream of one peer for a range of pieces.
 *
 * @param child number of the peer that fetches
 * @param parent number of the peer that it fetches from, {@link Swarm#SOURCE} for the source
 * @param first number of the first piece
 * @param end number behind the last piece, above {@code first}
 */
public record Assignment(int child, int parent, int first, int end) {
    public Assignment {
        if (child == parent || child == Swarm.SOURCE) {
            throw new IllegalArgumentException("peer " + child + " cannot fetch from peer " + parent);
        }
        if (first < 0 || end <= first) {
            throw new IllegalArgumentException("no pieces from " + first + " to before " + end);
        }
    }

    /** Whether a piece is in the range. */
    public boolean covers(int piece) {
        return first <= piece && piece < end;
    }
}
