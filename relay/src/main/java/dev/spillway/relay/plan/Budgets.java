/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Pieces that each peer may still take and give in one round of the adaptive planner. */
final class Budgets {
    private final int[] take;
    private final int[] give;
    private final List<Peer> hungry = new ArrayList<>();
    private int sated;

    Budgets(Swarm swarm, Horizon horizon) {
        take = new int[swarm.peers().size()];
        give = new int[swarm.peers().size()];
        for (Peer peer : swarm.peers()) {
            if (!peer.alive()) {
                continue;
            }
            int number = peer.number();
            if (peer.relays()) {
                give[number] = Math.max(0, horizon.owed(peer, swarm.pieceBytes()) - peer.owed());
            }
            if (number != Swarm.SOURCE && peer.nextUnassigned(0) < swarm.pieces()) {
                take[number] = Math.max(0, horizon.awaited(peer.performance(), swarm.pieceBytes()) - peer.awaited());
                if (take[number] > 0) {
                    hungry.add(peer);
                }
            }
        }
        // A source that is slower than one piece in the horizon is still the only one that has the file.
        give[Swarm.SOURCE] = Math.max(give[Swarm.SOURCE], swarm.source().owed() == 0 ? 1 : 0);
    }

    /** Those that may take more, not in any order; sated ones may still be among them for a while. */
    List<Peer> hungry() {
        if (sated * 4 > hungry.size()) {
            hungry.removeIf(peer -> !canTake(peer));
            sated = 0;
        }
        return hungry;
    }

    boolean canTake(Peer peer) {
        return take[peer.number()] > 0;
    }

    boolean canGive(Peer peer) {
        return give[peer.number()] > 0;
    }

    /** Most left to give first: those become inner, so that upload is used up evenly. */
    Comparator<Peer> mostToGiveFirst() {
        return Comparator.comparingInt((Peer peer) -> give[peer.number()]).reversed();
    }

    void move(Peer from, Peer to) {
        give[from.number()]--;
        if (--take[to.number()] == 0) {
            sated++;
        }
    }
}
