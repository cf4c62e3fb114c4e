/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.cli;

import dev.spillway.relay.plan.AdaptivePlanner;
import dev.spillway.relay.plan.DealingPlanner;
import dev.spillway.relay.plan.Horizon;
import dev.spillway.relay.plan.Planner;
import dev.spillway.relay.sim.Result;
import dev.spillway.relay.sim.Scenario;
import dev.spillway.relay.sim.Simulation;
import dev.spillway.relay.sim.Spread;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the planners against each other on simulated networks. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Plays transfers through with both planners; the same options give the same figures everywhere.")
final class Simulate implements Callable<Integer> {
    @Option(
            names = "--terminals",
            split = ",",
            defaultValue = "39",
            description = "how many, as a list (${DEFAULT-VALUE})")
    private List<Integer> terminals;

    @Option(
            names = "--spread",
            defaultValue = "DATA_CENTRE",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Spread spread;

    @Option(names = "--dying", defaultValue = "0", description = "share of terminals that die meanwhile")
    private double dying;

    @Option(names = "--slow", defaultValue = "0", description = "share of terminals that run at a tenth of their rate")
    private double slow;

    @Option(names = "--seed", defaultValue = "1", description = "of all that is drawn (${DEFAULT-VALUE})")
    private long seed;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (int count : terminals) {
            Scenario scenario = spread == Spread.INTERNET ? Scenario.internet(count) : Scenario.dataCentre(count);
            Scenario drawn = scenario.failing(dying, slow).seeded(seed);
            print(out, count, "adaptive", drawn, new AdaptivePlanner(horizon(drawn)));
            print(out, count, "dealt, N by measurement", drawn, DealingPlanner.measured());
            print(out, count, "dealt, N = 3", drawn, DealingPlanner.fixed(3));
        }
        return 0;
    }

    private static Horizon horizon(Scenario scenario) {
        return new Horizon(
                Math.max(Horizon.USUAL.seconds(), 3 * scenario.renewSeconds()),
                Horizon.USUAL.leastPieces(),
                Horizon.USUAL.patience());
    }

    private static void print(PrintWriter out, int count, String name, Scenario scenario, Planner planner) {
        long begin = System.nanoTime();
        Result result = Simulation.run(scenario, planner);
        out.printf(
                Locale.ROOT,
                "%6d  %-24s %s  (simulated in %.1f s)%n",
                count,
                name,
                result.line(),
                (System.nanoTime() - begin) / 1e9);
        out.flush();
    }
}
