/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The tree by which one piece spreads in one round: from those that have it, or have been told where to get it, to those that need it. */
final class PieceTree {
    private final Swarm swarm;
    private final Budgets budgets;
    private final double usualRate;
    private final int piece;
    private final List<Peer> holders = new ArrayList<>();
    private final Map<Integer, Boolean> rooted = new HashMap<>();
    private int turn;
    private int given;

    PieceTree(Swarm swarm, Budgets budgets, double usualRate, int piece) {
        this.swarm = swarm;
        this.budgets = budgets;
        this.usualRate = usualRate;
        this.piece = piece;
    }

    void grow(AssignmentRuns begun) {
        List<Peer> needers = new ArrayList<>();
        for (Peer peer : budgets.hungry()) {
            if (budgets.canTake(peer) && !peer.has(piece) && !peer.awaits(piece)) {
                needers.add(peer);
            }
        }
        if (needers.isEmpty()) {
            return;
        }
        needers.sort(budgets.mostToGiveFirst());
        findHolders();
        for (Peer child : needers) {
            Peer parent = next();
            if (parent == null) {
                return;
            }
            if (!child.reaches(parent)) {
                // Its turn comes in the next round, or with the source.
                continue;
            }
            budgets.move(parent, child);
            given++;
            begun.add(child, parent, piece);
            if (budgets.canGive(child)) {
                holders.add(child);
            }
        }
    }

    /** Those that have the piece before those that await it; the source for the first copy of a round only, and only if nobody else can. */
    private void findHolders() {
        List<Peer> awaiting = new ArrayList<>();
        for (Peer peer : swarm.terminals()) {
            if (peer.alive() && budgets.canGive(peer)) {
                if (peer.has(piece)) {
                    holders.add(peer);
                } else if (peer.awaits(piece) && isRooted(peer)) {
                    awaiting.add(peer);
                }
            }
        }
        holders.sort(budgets.mostToGiveFirst());
        holders.addAll(awaiting);
        if (holders.isEmpty() && budgets.canGive(swarm.source())) {
            holders.add(swarm.source());
        }
    }

    /**
     * Whether the piece is really on its way to a peer: what it waits for has it, or is itself rooted. Else two peers whose upstreams were withdrawn could be
     * told to wait for each other.
     */
    private boolean isRooted(Peer peer) {
        Boolean known = rooted.get(peer.number());
        if (known == null) {
            // While it is being looked at, so that a circle ends here.
            rooted.put(peer.number(), false);
            OptionalInt parent = peer.upstreamOf(piece);
            known = parent.isPresent() && leadsSomewhere(swarm.peer(parent.getAsInt()));
            rooted.put(peer.number(), known);
        }
        return known;
    }

    private boolean leadsSomewhere(Peer parent) {
        return parent.alive() && (parent.has(piece) || (parent.awaits(piece) && isRooted(parent)));
    }

    private Peer next() {
        while (turn < holders.size()) {
            Peer holder = holders.get(turn);
            if (given < fanOut(holder) && budgets.canGive(holder)) {
                return holder;
            }
            turn++;
            given = 0;
        }
        return null;
    }

    private int fanOut(Peer holder) {
        return holder.number() == Swarm.SOURCE
                ? 1
                : FanOut.of(holder.performance().uploadRate(), usualRate);
    }
}
