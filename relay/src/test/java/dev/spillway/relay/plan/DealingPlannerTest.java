/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tree of 39 terminals, and what happens to it when some of them fail. */
class DealingPlannerTest {
    private final DealingPlanner planner = DealingPlanner.fixed(3);
    private final Swarm swarm = swarm(39, number -> true);

    /** Terminal n is the n-th best. */
    private static Swarm swarm(int terminals, IntPredicate relays) {
        Swarm swarm = new Swarm(10, 1000, 1e6);
        for (int n = 1; n <= terminals; n++) {
            swarm.add(relays.test(n), new Performance(0.001 * n, 1e6, 1e6, 1));
        }
        return swarm;
    }

    private Map<Integer, Integer> parents() {
        return swarm.terminals().stream()
                .filter(peer -> !peer.open().isEmpty())
                .collect(Collectors.toMap(
                        Peer::number, peer -> peer.open().get(0).assignment().parent()));
    }

    private List<Integer> childrenOf(int parent) {
        return parents().entrySet().stream()
                .filter(entry -> entry.getValue() == parent)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    @Test
    void theTreeIsThatOfTheDocument() {
        planner.plan(swarm, 0);
        assertThat(childrenOf(Swarm.SOURCE)).containsExactly(1, 2, 3);
        for (int first = 1; first <= 3; first++) {
            assertThat(childrenOf(first)).containsExactly(first + 3, first + 6, first + 9);
            for (int second = first + 3; second <= first + 9; second += 3) {
                assertThat(childrenOf(second)).containsExactly(second + 9, second + 18, second + 27);
            }
        }
        assertThat(parents()).hasSize(39);
    }

    @Test
    void nothingChangesWithoutAReason() {
        assertThat(planner.plan(swarm, 0).begun()).hasSize(39);
        Changes again = planner.plan(swarm, 1);
        assertThat(again.begun()).isEmpty();
        assertThat(again.withdrawn()).isEmpty();
    }

    @Test
    void theNextBestTakesThePlaceOfOneThatDied() {
        planner.plan(swarm, 0);
        swarm.arrived(26, 0);
        swarm.lost(8);
        Changes changes = planner.plan(swarm, 1);
        assertThat(childrenOf(2)).containsExactly(5, 11, 17);
        assertThat(childrenOf(17)).containsExactly(26, 35);
        assertThat(changes.begun()).as("everybody else stays").hasSize(3);
        assertThat(swarm.peer(26).open().get(0).assignment().first())
                .as("goes on")
                .isEqualTo(1);
    }

    @Test
    void oneThatItsParentCannotReachGoesBelowTheOneThatTookItsPlace() {
        planner.plan(swarm, 0);
        swarm.unreachable(8, 2);
        planner.plan(swarm, 1);
        assertThat(parents()).containsEntry(17, 2).containsEntry(8, 17).containsEntry(26, 17);
    }

    @Test
    void oneThatReachesNobodyFallsBackToTheSource() {
        planner.plan(swarm, 0);
        for (int parent : List.of(2, 17)) {
            swarm.unreachable(8, parent);
            planner.plan(swarm, 1);
        }
        assertThat(parents()).containsEntry(8, Swarm.SOURCE).containsEntry(17, 2);
    }

    @Test
    void terminalsThatCannotRelayAreLeaves() {
        Swarm mixed = swarm(39, number -> number % 3 == 0);
        DealingPlanner.fixed(3).plan(mixed, 0);
        for (Peer peer : mixed.terminals()) {
            assertThat(peer.open()).hasSize(1);
            Peer parent = mixed.peer(peer.open().get(0).assignment().parent());
            assertThat(parent.relays())
                    .as("%s fetches from %s", peer.number(), parent.number())
                    .isTrue();
        }
    }

    @Test
    void aTerminalThatComesLaterIsTakenIn() {
        planner.plan(swarm, 0);
        Peer late = swarm.add(true, new Performance(0, 1e6, 1e6, 1));
        planner.plan(swarm, 1);
        assertThat(parents()).hasSize(40).containsKey(late.number());
    }

    @Test
    void theNumberOfChildrenFollowsTheMeasurement() {
        assertThat(FanOut.of(10e6, 10e6)).isEqualTo(2);
        assertThat(FanOut.of(35e6, 10e6)).isEqualTo(3);
        assertThat(FanOut.of(900e6, 10e6)).isEqualTo(5);
    }
}
