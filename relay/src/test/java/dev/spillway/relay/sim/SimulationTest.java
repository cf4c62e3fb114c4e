/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.relay.plan.AdaptivePlanner;
import dev.spillway.relay.plan.DealingPlanner;
import dev.spillway.relay.plan.Horizon;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Times here are simulated and the same on every machine, so they may be judged. */
class SimulationTest {
    private static Result adaptive(Scenario scenario) {
        return Simulation.run(scenario, new AdaptivePlanner(Horizon.USUAL));
    }

    @Test
    void aSingleTerminalTakesAsLongAsItsLink() {
        Scenario one = Scenario.dataCentre(1);
        for (Result result : List.of(adaptive(one), Simulation.run(one, DealingPlanner.fixed(3)))) {
            assertThat(result.last()).isBetween(10.0, 11.0);
            assertThat(result.egress()).isBetween(0.99, 1.01);
        }
    }

    /** In one tree every inner node gives the file N times over a link that takes it once. */
    @Test
    void oneTreeTakesAtLeastNTimesAsLong() {
        Result result = Simulation.run(Scenario.dataCentre(39), DealingPlanner.fixed(3));
        assertThat(result.last()).isGreaterThan(29.9);
        assertThat(result.egress()).isBetween(2.9, 3.1);
    }

    @Test
    void theAdaptivePlannerComesNearToTheLink() {
        Result result = adaptive(Scenario.dataCentre(39));
        assertThat(result.last()).isLessThan(13);
        assertThat(result.egress()).isLessThan(4);
        assertThat(adaptive(Scenario.dataCentre(3)).last()).isLessThan(11);
    }

    @Test
    void everybodyAliveGetsTheFile() {
        Scenario failing = Scenario.dataCentre(39).failing(0.13, 0.08);
        for (long seed = 1; seed <= 2; seed++) {
            assertThat(adaptive(failing.seeded(seed)).missing())
                    .as("seed %s", seed)
                    .isZero();
            assertThat(Simulation.run(failing.seeded(seed), DealingPlanner.measured())
                            .missing())
                    .as("seed %s", seed)
                    .isZero();
        }
    }

    @Test
    void theSameScenarioGivesTheSameFigures() {
        Scenario scenario = Scenario.dataCentre(39).failing(0.1, 0.1);
        assertThat(adaptive(scenario)).isEqualTo(adaptive(scenario));
        assertThat(adaptive(scenario)).isNotEqualTo(adaptive(scenario.seeded(2)));
    }

    @Test
    void linesOfTheInternetAreServed() {
        assertThat(adaptive(Scenario.internet(30)).missing()).isZero();
    }
}
