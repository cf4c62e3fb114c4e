/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A short-lived tree for every piece, renewed as the peers are measured.
 *
 * <p>In one tree for the whole file the leaves, which are most of the peers, pass nothing on, and the inner peers share their upload among several
 * children. Here each piece has a tree of its own, and a peer that is inner in one is a leaf in others, so that everybody's upload is used. Each peer has
 * at any time about {@link Horizon#seconds} of work before it; who is slower than was thought gets less in the next round, and what it was given goes to
 * others when their patience ends.
 *
 * <p>The source gives a piece away once, and again only with upload that is left over when the round is planned.
 */
public final class AdaptivePlanner implements Planner {
    private final Horizon horizon;

    public AdaptivePlanner(Horizon horizon) {
        this.horizon = horizon;
    }

    @Override
    public Changes plan(Swarm swarm, double nowSeconds) {
        List<Assignment> withdrawn = withdrawStuck(swarm, nowSeconds);
        Budgets budgets = new Budgets(swarm, horizon);
        AssignmentRuns begun = new AssignmentRuns();
        double usualRate = swarm.usualDownloadRate();
        int[] order = rarestFirst(swarm);
        for (int piece : order) {
            if (budgets.hungry().isEmpty()) {
                break;
            }
            new PieceTree(swarm, budgets, usualRate, piece).grow(begun);
        }
        giveFromSource(swarm, budgets, order, begun);
        List<Assignment> made = begun.all();
        made.forEach(assignment -> swarm.assign(assignment, nowSeconds));
        return new Changes(made, withdrawn);
    }

    private List<Assignment> withdrawStuck(Swarm swarm, double nowSeconds) {
        List<Assignment> stuck = new ArrayList<>();
        for (Peer child : swarm.terminals()) {
            double longest = horizon.longest(child, swarm.pieceBytes());
            for (Peer.Open open : child.open()) {
                Peer parent = swarm.peer(open.assignment().parent());
                if (!parent.alive() || !child.reaches(parent) || nowSeconds - open.sinceSeconds() > longest) {
                    stuck.add(open.assignment());
                }
            }
        }
        stuck.forEach(swarm::withdraw);
        return stuck;
    }

    /** Rare pieces before common ones, so that none dies out with a peer; early before late, so that what has arrived can be served from the beginning. */
    private static int[] rarestFirst(Swarm swarm) {
        int[] copies = new int[swarm.pieces()];
        for (Peer peer : swarm.terminals()) {
            if (peer.alive()) {
                peer.have().stream().forEach(piece -> copies[piece]++);
                peer.coming().stream().forEach(piece -> copies[piece]++);
            }
        }
        return IntStream.range(0, copies.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer piece) -> copies[piece]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static void giveFromSource(Swarm swarm, Budgets budgets, int[] order, AssignmentRuns begun) {
        Peer source = swarm.source();
        for (int piece : order) {
            for (Peer child : List.copyOf(budgets.hungry())) {
                if (!budgets.canGive(source)) {
                    return;
                }
                if (child.reaches(source) && !begun.has(child, piece) && child.nextUnassigned(piece) == piece) {
                    budgets.move(source, child);
                    begun.add(child, source, piece);
                }
            }
        }
    }
}
