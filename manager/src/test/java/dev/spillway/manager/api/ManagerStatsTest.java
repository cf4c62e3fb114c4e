/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Figures are of one moment: they stay what they were. */
class ManagerStatsTest {
    @Test
    void laterChangesOfTheMapChangeNothing() {
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        outcomes.put(Outcome.COMPLETED, 7L);
        outcomes.put(Outcome.FAILED, 8L);
        ManagerStats stats =
                new ManagerStats(1, 2, 3, 4, List.of(), false, 5, 0, 6, 0, outcomes, WaitTimes.NONE, ColdReads.NONE);
        outcomes.replaceAll((outcome, count) -> -1L);
        assertThat(stats.ended(Outcome.COMPLETED)).isEqualTo(7);
        assertThat(stats.ended(Outcome.FAILED)).isEqualTo(8);
    }
}
