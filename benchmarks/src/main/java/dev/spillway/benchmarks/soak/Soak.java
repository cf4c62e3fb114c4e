/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.soak;

import dev.spillway.benchmarks.load.Content;
import dev.spillway.benchmarks.peer.Installation;
import dev.spillway.benchmarks.peer.Peer;
import dev.spillway.benchmarks.peer.PeerSetup;
import dev.spillway.benchmarks.peer.Peers;
import dev.spillway.benchmarks.peer.RunningPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A long mixed load on servers that are started and stopped; to be started by {@code bin/soak}. */
public final class Soak {
    private static final int MINUTES_A_LIFE = 5;
    private static final int MAX_THREADS = 20;
    private static final int MAX_CONNECTIONS = 200;

    private Soak() {}

    /**
     * Exits with 1 if anything was wrong.
     *
     * @param args {@code --minutes N}
     */
    public static void main(String[] args) throws Exception {
        int minutes = args.length == 2 && args[0].equals("--minutes") ? Integer.parseInt(args[1]) : 0;
        if (minutes < 1) {
            System.err.println("usage: bin/soak --minutes N");
            System.exit(2);
        }
        Installation installation = Installation.ofProperties();
        Path folder = installation.folder("soak");
        Path files = Files.createDirectories(folder.resolve("files"));
        Content.of(MixedLoad.HOT).writeTo(files.resolve(MixedLoad.HOT), MixedLoad.HOT_BYTES);
        Content.of(MixedLoad.SHORT).writeTo(files.resolve(MixedLoad.SHORT), MixedLoad.SHORT_BYTES);
        Content.of(MixedLoad.PAGE).writeTo(files.resolve(MixedLoad.PAGE), MixedLoad.PAGE_BYTES);

        int lives = (minutes + MINUTES_A_LIFE - 1) / MINUTES_A_LIFE;
        Duration length = Duration.ofMinutes(minutes).dividedBy(lives);
        List<String> problems = new ArrayList<>();
        for (int life = 1; life <= lives; life++) {
            System.out.printf("server %d of %d, %d s of load%n", life, lives, length.toSeconds());
            Path work = Files.createTempDirectory(folder, "server-");
            problems.addAll(live(
                    life % 2 == 1 ? Peers.spillway(installation) : Peers.spillwayProcess(installation),
                    new PeerSetup(files, work, 21_000 + life).withLimits(MAX_THREADS, MAX_CONNECTIONS),
                    length));
        }
        System.out.println(problems.isEmpty() ? "Nothing left over, no byte wrong." : "PROBLEMS");
        problems.forEach(problem -> System.out.println("  " + problem));
        System.exit(problems.isEmpty() ? 0 : 1);
    }

    private static List<String> live(Peer spillway, PeerSetup setup, Duration length) throws Exception {
        try (RunningPeer server = spillway.start(setup)) {
            return new ServerLife(server).run(length);
        }
    }
}
