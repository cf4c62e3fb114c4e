/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gathers assignments of single pieces and joins neighbours with the same child and parent. */
final class AssignmentRuns {
    private record Link(int child, int parent) {}

    private final Map<Link, BitSet> pieces = new HashMap<>();
    private final List<Link> order = new ArrayList<>();
    private final Map<Integer, BitSet> byChild = new HashMap<>();

    void add(Peer child, Peer parent, int piece) {
        Link link = new Link(child.number(), parent.number());
        pieces.computeIfAbsent(link, made -> {
                    order.add(made);
                    return new BitSet();
                })
                .set(piece);
        byChild.computeIfAbsent(child.number(), made -> new BitSet()).set(piece);
    }

    /** Whether a child was given a piece in this round. */
    boolean has(Peer child, int piece) {
        BitSet given = byChild.get(child.number());
        return given != null && given.get(piece);
    }

    /** As ranges, in the order in which the links were made. */
    List<Assignment> all() {
        List<Assignment> ranges = new ArrayList<>();
        for (Link link : order) {
            BitSet run = pieces.get(link);
            for (int first = run.nextSetBit(0); first >= 0; ) {
                int end = run.nextClearBit(first);
                ranges.add(new Assignment(link.child(), link.parent(), first, end));
                first = run.nextSetBit(end);
            }
        }
        return ranges;
    }
}
