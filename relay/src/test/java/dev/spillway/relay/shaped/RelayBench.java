/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs scenarios on a bridge of its own, and says what was reached. */
@Command(
        name = "relay-bench",
        mixinStandardHelpOptions = true,
        description = "Shows what the relay does between hosts whose links have a set rate.")
public final class RelayBench implements Callable<Integer> {
    private static final int MISSED = 3;

    @Parameters(arity = "1..*", description = "${COMPLETION-CANDIDATES}")
    private List<Scenario> scenarios;

    @Option(names = "--terminals", defaultValue = "39", description = "how many at the most (${DEFAULT-VALUE})")
    private int terminals;

    @Option(names = "--megabits", defaultValue = "4", description = "rate of every link, in both directions")
    private double megabits;

    @Option(names = "--mib", defaultValue = "16", description = "size of the files (${DEFAULT-VALUE})")
    private int mebibytes;

    @Option(names = "--jar", required = true, description = "what is run on the nodes")
    private Path jar;

    @Option(names = "--timeline", description = "print for each second how full the links were")
    private boolean timeline;

    @Option(names = "--logs", description = "where to keep the logs of the nodes")
    private Path logs;

    private RelayBench() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new RelayBench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Bench bench = new Bench(megabits, mebibytes, jar, Optional.ofNullable(logs), timeline, System.out);
        bench.say(
                "links of %.0f Mbit/s in both directions, files of %d MiB: at the least %.1f s",
                megabits, mebibytes, bench.least((long) mebibytes << 20));
        for (Scenario scenario : scenarios) {
            bench.say("%n%s", scenario.name().toLowerCase(Locale.ROOT));
            scenario.run(bench, terminals);
        }
        return bench.missed() == 0 ? 0 : MISSED;
    }
}
