/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** B7: more workers while it helps, and back when it does not. */
class HillClimbTest {
    /** The highest target that was tried and the one that was left, after a minute of looks. */
    private static int[] climb(HillClimb climb, IntToDoubleFunction rateOf) {
        int highest = 0;
        for (double now = 0; now < 60; now += 0.1) {
            highest = Math.max(highest, climb.advise(now, rateOf.applyAsDouble(climb.target())));
        }
        return new int[] {highest, climb.target()};
    }

    @Test
    void goesUpToTheBoundWhereEachWorkerAddsItsShare() {
        assertThat(climb(new HillClimb(1, 6, 2), n -> 1e6 * n)).containsExactly(6, 6);
    }

    @Test
    void triesOneMoreAndComesBackWhereTheWayIsFull() {
        int[] result = climb(new HillClimb(1, 6, 2), n -> 1e6);
        assertThat(result[0]).isEqualTo(2);
        assertThat(result[1]).isBetween(1, 2);
    }

    @Test
    void stopsWhereTheServerIsFull() {
        int[] result = climb(new HillClimb(1, 10, 2), n -> 1e6 * Math.min(n, 4));
        assertThat(result[0]).isEqualTo(5);
        assertThat(result[1]).isBetween(4, 5);
    }

    @Test
    void keepsToWhatAServerAskedFor() {
        HillClimb climb = new HillClimb(4, 8, 2);
        climb.limit(2);
        assertThat(climb(climb, n -> 1e6 * n)).containsExactly(2, 2);
    }
}
