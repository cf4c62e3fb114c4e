/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The example of the source document: targets 1 to 39 in the order of their performance, and N = 3 (D4). */
class DealingTest {
    private static final List<Integer> TARGETS = range(1, 40, 1);

    private static List<Integer> range(int first, int end, int by) {
        return IntStream.iterate(first, n -> n < end, n -> n + by).boxed().toList();
    }

    private static List<List<Integer>> hands(List<Integer> targets) {
        return Dealing.hands(targets, 3, target -> true);
    }

    @Test
    void theMainServerDealsEveryThirdAddress() {
        assertThat(hands(TARGETS))
                .containsExactly(
                        List.of(1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 34, 37),
                        List.of(2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 32, 35, 38),
                        List.of(3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39));
    }

    @Test
    void theFirstTerminalDealsOnAsTheDocumentSays() {
        List<Integer> rest = hands(TARGETS).get(0).subList(1, 13);
        assertThat(hands(rest))
                .containsExactly(List.of(4, 13, 22, 31), List.of(7, 16, 25, 34), List.of(10, 19, 28, 37));
    }

    @Test
    void theThirdStageIsLeaves() {
        assertThat(hands(List.of(13, 22, 31))).containsExactly(List.of(13), List.of(22), List.of(31));
    }

    /** T8 cannot be reached from T2: it changes places with T17. */
    @Test
    void aFailedTerminalChangesPlacesWithTheNextBest() {
        assertThat(Dealing.promote(List.of(8, 17, 26, 35), target -> target != 8))
                .containsExactly(17, 8, 26, 35);
        assertThat(Dealing.promote(List.of(8, 17, 26, 35), target -> target > 17))
                .as("the new connection failed as well")
                .containsExactly(26, 17, 8, 35);
        assertThat(Dealing.promote(List.of(8, 17), target -> false)).containsExactly(8, 17);
    }

    @Test
    void leavesNeverHaveOthersBehindThem() {
        List<List<Integer>> hands = Dealing.hands(range(1, 11, 1), 3, target -> target % 2 == 0);
        assertThat(hands).extracting(hand -> hand.get(0)).containsExactly(2, 4, 6);
        assertThat(hands).containsExactly(List.of(2, 8, 3, 9), List.of(4, 10, 5), List.of(6, 1, 7));
    }

    @Test
    void tooFewRelaysTakeEverybody() {
        assertThat(Dealing.hands(range(1, 8, 1), 3, target -> target == 5))
                .containsExactly(List.of(5, 3, 4, 6, 7), List.of(1), List.of(2));
        assertThat(Dealing.hands(range(1, 6, 1), 3, target -> false))
                .as("nobody relays")
                .hasSize(5)
                .allMatch(hand -> hand.size() == 1);
    }

    @Test
    void everybodyIsDealtOnce() {
        for (int count = 0; count < 100; count++) {
            List<Integer> targets = range(0, count, 1);
            for (int n = 1; n < 8; n++) {
                int every = n;
                assertThat(Dealing.hands(targets, n, target -> target % 3 < every % 4).stream()
                                .flatMap(List::stream))
                        .containsExactlyInAnyOrderElementsOf(targets);
            }
        }
    }

    @Test
    void noChildrenAreRefused() {
        assertThatThrownBy(() -> hands0())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("n=0");
    }

    private static List<List<Integer>> hands0() {
        return Dealing.hands(TARGETS, 0, target -> true);
    }
}
