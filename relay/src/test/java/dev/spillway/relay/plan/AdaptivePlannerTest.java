/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdaptivePlannerTest {
    private static final int PIECES = 40;
    private static final long PIECE_BYTES = 1_000_000;

    private final AdaptivePlanner planner = new AdaptivePlanner(Horizon.USUAL);
    private final Swarm swarm = new Swarm(PIECES, PIECE_BYTES, 10e6);

    private Peer terminal(boolean relays, double rate) {
        return swarm.add(relays, new Performance(0.01, rate, rate, 1));
    }

    /** Carries out everything that is assigned; a piece moves only where it can. */
    private void carryOut() {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Peer child : swarm.terminals()) {
                for (Peer.Open open : child.open()) {
                    Assignment made = open.assignment();
                    for (int piece = made.first(); piece < made.end(); piece++) {
                        if (!child.has(piece) && swarm.peer(made.parent()).has(piece)) {
                            swarm.arrived(child.number(), piece);
                            moved = true;
                        }
                    }
                }
            }
        }
    }

    @Test
    void everybodyGetsTheFileAndTheSourceGivesItAboutOnce() {
        for (int i = 0; i < 20; i++) {
            terminal(true, 10e6);
        }
        int fromSource = 0;
        for (int round = 0; round < 20; round++) {
            List<Assignment> begun = planner.plan(swarm, round * 0.5).begun();
            for (Assignment made : begun) {
                fromSource += made.parent() == Swarm.SOURCE ? made.end() - made.first() : 0;
            }
            carryOut();
        }
        assertThat(swarm.terminals()).allMatch(swarm::complete);
        assertThat(fromSource).isBetween(PIECES, 2 * PIECES);
        assertThat(swarm.peers()).allMatch(peer -> peer.owed() == 0);
    }

    @Test
    void noPieceIsAssignedTwiceToTheSamePeer() {
        for (int i = 0; i < 20; i++) {
            terminal(true, 10e6);
        }
        Set<List<Integer>> seen = new HashSet<>();
        for (int round = 0; round < 3; round++) {
            for (Assignment made : planner.plan(swarm, round * 0.1).begun()) {
                for (int piece = made.first(); piece < made.end(); piece++) {
                    assertThat(seen.add(List.of(made.child(), piece)))
                            .as("%s", made)
                            .isTrue();
                }
            }
        }
        assertThat(seen).isNotEmpty();
    }

    @Test
    void nobodyIsGivenMoreThanItCanDoInTime() {
        Peer fast = terminal(true, 10e6);
        Peer slow = terminal(true, 1e6);
        planner.plan(swarm, 0);
        assertThat(fast.awaited()).as("what the source gives in 2.5 s").isEqualTo(25);
        assertThat(slow.awaited()).as("what it takes in 5 s").isEqualTo(5);
        planner.plan(swarm, 0.5);
        assertThat(slow.awaited()).as("has done nothing yet").isEqualTo(5);
    }

    @Test
    void terminalsThatCannotRelayGiveNothing() {
        Peer leaf = terminal(false, 100e6);
        terminal(true, 10e6);
        for (int round = 0; round < 20; round++) {
            assertThat(planner.plan(swarm, round * 0.5).begun()).noneMatch(made -> made.parent() == leaf.number());
            carryOut();
        }
        assertThat(swarm.terminals()).allMatch(swarm::complete);
    }

    @Test
    void whatADeadPeerOwedIsFetchedElsewhereAtOnce() {
        for (int i = 0; i < 5; i++) {
            terminal(true, 10e6);
        }
        planner.plan(swarm, 0);
        int dead = swarm.terminals().stream()
                .filter(peer -> peer.owed() > 0)
                .findFirst()
                .orElseThrow()
                .number();
        swarm.lost(dead);
        Changes changes = planner.plan(swarm, 0.1);
        assertThat(changes.withdrawn()).isNotEmpty().allMatch(gone -> gone.parent() == dead);
        assertThat(swarm.peers())
                .flatExtracting(Peer::open)
                .noneMatch(open -> open.assignment().parent() == dead);
    }

    @Test
    void whatTakesTooLongIsGivenToSomebodyElse() {
        Peer first = terminal(true, 10e6);
        planner.plan(swarm, 0);
        assertThat(planner.plan(swarm, 2).withdrawn()).isEmpty();
        assertThat(planner.plan(swarm, 60).withdrawn()).isNotEmpty().allMatch(gone -> gone.child() == first.number());
    }

    @Test
    void aBrokenLinkIsNotUsedAgain() {
        Peer one = terminal(true, 10e6);
        Peer two = terminal(true, 10e6);
        swarm.unreachable(one.number(), two.number());
        for (int round = 0; round < 20; round++) {
            assertThat(planner.plan(swarm, round * 0.5).begun())
                    .noneMatch(made -> made.child() == one.number() && made.parent() == two.number());
            carryOut();
        }
        assertThat(swarm.terminals()).allMatch(swarm::complete);
    }

    @Test
    void whoCannotFetchFromTheSourceGetsAllFromOthersAndNobodyWaitsForIt() {
        Peer narrow = terminal(true, 20e6);
        terminal(true, 10e6);
        terminal(true, 10e6);
        swarm.unreachable(narrow.number(), Swarm.SOURCE);
        for (int round = 0; round < 20; round++) {
            assertThat(planner.plan(swarm, round * 0.5).begun())
                    .noneMatch(made -> made.child() == narrow.number() && made.parent() == Swarm.SOURCE);
            carryOut();
        }
        assertThat(swarm.terminals()).allMatch(swarm::complete);
    }

    @Test
    void theSourceIsTriedAgain() {
        Peer alone = terminal(true, 10e6);
        swarm.unreachable(alone.number(), Swarm.SOURCE);
        assertThat(planner.plan(swarm, 0).begun()).isEmpty();
        swarm.trySourceAgain();
        assertThat(planner.plan(swarm, 0.5).begun()).isNotEmpty();
    }

    /** Two peers whose upstreams were taken back at different times must not be told to wait for each other. */
    @Test
    void nobodyWaitsInACircle() {
        Peer one = terminal(true, 10e6);
        Peer two = terminal(true, 10e6);
        swarm.assign(new Assignment(one.number(), two.number(), 0, PIECES), 0);
        for (int round = 0; round < 20; round++) {
            planner.plan(swarm, round * 0.5);
            for (Peer.Open open : two.open()) {
                assertThat(open.assignment().parent()).isNotEqualTo(one.number());
            }
            carryOut();
        }
        assertThat(swarm.terminals()).allMatch(swarm::complete);
    }
}
