/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks;

import dev.spillway.benchmarks.load.Json;
import dev.spillway.benchmarks.peer.Installation;
import dev.spillway.benchmarks.peer.Peer;
import dev.spillway.benchmarks.peer.Peers;
import dev.spillway.benchmarks.report.BarChart;
import dev.spillway.benchmarks.report.Measurement;
import dev.spillway.benchmarks.report.Table;
import dev.spillway.benchmarks.scenario.Scenario;
import dev.spillway.benchmarks.scenario.Scenarios;
import dev.spillway.benchmarks.scenario.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures the contenders in the scenarios; to be started by {@code bin/bench}, which makes the network for it. */
public final class Bench {
    private static final DateTimeFormatter START_NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final BenchOptions options;
    private final List<Peer> peers;
    private final Stage stage;
    private final Path results;

    private Bench(BenchOptions options, List<Peer> peers, Path folder) throws IOException {
        this.options = options;
        this.peers = peers;
        stage = new Stage(
                folder,
                Duration.ofSeconds(options.seconds()),
                options.clients(),
                options.equalLimits(),
                options.valve());
        String name = START_NAME.format(LocalDateTime.now(ZoneId.systemDefault()));
        results = Files.createDirectories(
                options.addTo().isEmpty() ? folder.resolve("results").resolve(name) : Path.of(options.addTo()));
    }

    /**
     * Runs what the command line says.
     *
     * @param args see {@code docs/benchmarks.md}
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Installation installation = Installation.ofProperties();
        List<Peer> all = Peers.all(installation);
        BenchOptions options;
        try {
            options = BenchOptions.parse(args);
            BenchOptions.checkNames(
                    "scenario",
                    options.scenarios(),
                    Scenarios.all().stream().map(Scenario::name).toList());
            BenchOptions.checkNames(
                    "peer", options.peers(), all.stream().map(Peer::name).toList());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        new Bench(options, all, installation.folder("bench")).run();
    }

    private void run() throws IOException, InterruptedException {
        Map<String, Object> report = new LinkedHashMap<>(Environment.describe());
        report.put("seconds", options.seconds());
        report.put("rounds", options.rounds());
        if (!options.valve().isEmpty()) {
            report.put("valve", options.valve());
        }
        report.forEach((name, value) -> System.out.println(name + ": " + value));
        for (Scenario scenario : Scenarios.all()) {
            if (options.scenarios().isEmpty() || options.scenarios().contains(scenario.name())) {
                Table table = run(scenario);
                table.writeTo(singleFigures(scenario));
                System.out.println(table.toMarkdown());
                report.put(scenario.name(), table.toMap());
                Files.writeString(results.resolve(scenario.name() + ".svg"), BarChart.draw(table, scenario.charts()));
                Files.writeString(results.resolve("results.json"), Json.write(report) + "\n");
            }
        }
        System.out.println("Figures and plots: " + results);
    }

    /** Round by round over the contenders, so that a slow minute of the machine does not hit one of them alone. */
    private Table run(Scenario scenario) throws IOException, InterruptedException {
        List<Peer> taking = peers.stream()
                .filter(peer -> options.peers().isEmpty() || options.peers().contains(peer.name()))
                .filter(scenario::includes)
                .filter(Bench::isAvailable)
                .toList();
        Table table = new Table(scenario.name(), scenario.reference());
        table.addFrom(singleFigures(scenario));
        for (int round = 1; round <= options.rounds(); round++) {
            for (Peer peer : taking) {
                System.err.println(scenario.name() + " " + round + "/" + options.rounds() + " " + peer.name());
                table.add(measure(scenario, peer));
            }
        }
        return table;
    }

    private Path singleFigures(Scenario scenario) {
        return results.resolve(scenario.name() + ".tsv");
    }

    /** A contender that fails is reported and does not end the run. */
    private List<Measurement> measure(Scenario scenario, Peer peer) throws InterruptedException {
        try {
            return scenario.measure(peer, stage);
        } catch (IOException | RuntimeException e) {
            System.err.println("  FAILED: " + e);
            return List.of();
        }
    }

    private static boolean isAvailable(Peer peer) {
        peer.missing().ifPresent(reason -> System.err.println("without " + peer.name() + ": " + reason));
        return peer.missing().isEmpty();
    }
}
