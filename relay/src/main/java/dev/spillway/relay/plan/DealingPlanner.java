/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntBiFunction;

/**
 * One tree for the whole file, dealt out by rank (D2, D4): see {@link Dealing}. It stands until a peer or a link fails; then the next best of the same hand
 * takes the place, and everybody else keeps theirs (D8).
 */
public final class DealingPlanner implements Planner {
    private final ToIntBiFunction<Peer, Double> fanOut;
    private List<Peer> ranked;
    private double usualRate;
    private long failuresSeen = -1;
    private int terminalsSeen;

    private DealingPlanner(ToIntBiFunction<Peer, Double> fanOut) {
        this.fanOut = fanOut;
    }

    /** The same number of children everywhere. */
    public static DealingPlanner fixed(int n) {
        return new DealingPlanner((peer, usualRate) -> n);
    }

    /** Children by measurement, see {@link FanOut}. */
    public static DealingPlanner measured() {
        return new DealingPlanner(
                (peer, usualRate) -> FanOut.of(peer.performance().uploadRate(), usualRate));
    }

    @Override
    public Changes plan(Swarm swarm, double nowSeconds) {
        List<Assignment> begun = new ArrayList<>();
        List<Assignment> withdrawn = new ArrayList<>();
        if (swarm.failures() != failuresSeen || swarm.terminals().size() != terminalsSeen) {
            failuresSeen = swarm.failures();
            rank(swarm);
            Pass pass = new Pass(swarm, nowSeconds, begun, withdrawn);
            pass.deal(swarm.source(), ranked);
            // Who cannot reach anyone of its hand falls back to the source.
            List.copyOf(pass.stranded).forEach(child -> pass.join(child, swarm.source()));
        }
        return new Changes(begun, withdrawn);
    }

    /** Ranks once, so that a failure moves only those whom it concerns; terminals that have come since go behind. */
    private void rank(Swarm swarm) {
        if (ranked == null) {
            ranked = new ArrayList<>(swarm.terminals());
            ranked.sort(Comparator.comparing(Peer::performance, Performance.BEST_FIRST));
            usualRate = swarm.usualDownloadRate();
        } else {
            ranked.addAll(
                    swarm.terminals().subList(terminalsSeen, swarm.terminals().size()));
        }
        terminalsSeen = swarm.terminals().size();
    }

    /** One walk down the tree. */
    private final class Pass {
        final Swarm swarm;
        final double now;
        final List<Assignment> begun;
        final List<Assignment> withdrawn;
        final List<Peer> stranded = new ArrayList<>();

        Pass(Swarm swarm, double now, List<Assignment> begun, List<Assignment> withdrawn) {
            this.swarm = swarm;
            this.now = now;
            this.begun = begun;
            this.withdrawn = withdrawn;
        }

        void deal(Peer parent, List<Peer> targets) {
            for (List<Peer> hand : Dealing.hands(targets, fanOut.applyAsInt(parent, usualRate), Peer::relays)) {
                seat(parent, hand);
            }
        }

        private void seat(Peer parent, List<Peer> hand) {
            boolean rest = hand.size() > 1;
            List<Peer> fit =
                    Dealing.promote(hand, peer -> peer.alive() && mayFetch(peer, parent) && (peer.relays() || !rest));
            Peer head = fit.get(0);
            List<Peer> others = fit.subList(1, fit.size());
            if (!head.alive()) {
                // Nobody of the hand can pass on: each that lives goes to whoever dealt.
                others.forEach(leaf -> seat(parent, List.of(leaf)));
            } else if (mayFetch(head, parent)) {
                join(head, parent);
                deal(head, others);
            } else {
                stranded.add(head);
                deal(head, others);
            }
        }

        /** A tree has no other root: who fails to fetch from the source goes on trying, or the tree would fall apart. */
        private boolean mayFetch(Peer child, Peer parent) {
            return parent.number() == Swarm.SOURCE || child.reaches(parent);
        }

        void join(Peer child, Peer parent) {
            if (swarm.complete(child)) {
                return;
            }
            Optional<Assignment> now =
                    child.open().stream().map(Peer.Open::assignment).findFirst();
            if (now.isPresent() && now.get().parent() == parent.number()) {
                return;
            }
            now.ifPresent(old -> {
                swarm.withdraw(old);
                withdrawn.add(old);
            });
            Assignment made = new Assignment(child.number(), parent.number(), child.nextMissing(0), swarm.pieces());
            swarm.assign(made, this.now);
            begun.add(made);
        }
    }
}
