/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The relay, then what one would do without it, between the same hosts. */
final class Peers {
    private static final long LONGEST_SECONDS = 200;

    /** All of them together are bound by the one link of the main server, so a small file tells as much. */
    private static final long DIRECT_BYTES = 1 << 20;

    private Peers() {}

    static void run(Bench bench, int terminals) throws Exception {
        long bytes = (long) bench.mebibytes() << 20;
        try (Farm farm = new Farm(bench)) {
            farm.startMain("main");
            farm.startTerminals(terminals, List.of(1));
            List<String> all = farm.first(terminals);
            Delivery.adaptive(bench, farm, Farm.GROUP, bytes / 4, all, any -> Set.of())
                    .say("nothing known of anybody");
            Delivery.adaptive(bench, farm, Farm.GROUP, bytes, all, any -> Set.of())
                    .say("relay");
            Delivery one = Delivery.adaptive(bench, farm, "first1", DIRECT_BYTES, farm.first(1), any -> Set.of());
            direct(bench, all, one);
        }
        torrent(bench, terminals, bytes);
    }

    private static void direct(Bench bench, List<String> all, Delivery one) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(bench.folder(), "direct");
        String url = "http://" + bench.host("main").address() + ":8080/relay/pieces/" + one.id();
        Race race = new Race(bench, bench.host("main"));
        for (String name : all) {
            Path output = folder.resolve(name);
            race.enter(
                    new Program(
                            bench.host(name),
                            folder.resolve(name + ".log"),
                            List.of("curl", "-sf", "-o", output.toString(), url)),
                    output);
        }
        race.awaitEnds(LONGEST_SECONDS);
        race.say("direct from the main server, " + (DIRECT_BYTES >> 20) + " MiB", one.file());
        Shell.words("rm -rf " + folder);
    }

    private static void torrent(Bench bench, int terminals, long bytes) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(bench.folder(), "torrent");
        Path file = bench.file(Files.createDirectory(folder.resolve("seed")), bytes);
        // What aria2 calls when a file is whole, while it goes on to give.
        Path done = Files.writeString(folder.resolve("done"), "#!/bin/sh\n: >\"$3.done\"\n");
        Files.setPosixFilePermissions(done, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<Program> running = new ArrayList<>();
        try (Torrent torrent = new Torrent(file)) {
            List<String> seed = aria(torrent, file.getParent(), done);
            seed.add("--check-integrity=true");
            running.add(new Program(bench.host("main"), folder.resolve("seed.log"), seed));
            Race race = new Race(bench, bench.host("main"));
            for (int i = 1; i <= terminals; i++) {
                String name = Farm.name(i);
                Path place = Files.createDirectory(folder.resolve(name));
                Program program =
                        new Program(bench.host(name), folder.resolve(name + ".log"), aria(torrent, place, done));
                running.add(program);
                race.enter(program, place.resolve(file.getFileName()));
            }
            race.awaitMarks(".done", LONGEST_SECONDS);
            race.say("aria2, BitTorrent", file);
        } finally {
            for (Program program : running) {
                program.kill();
            }
            Shell.words("rm -rf " + folder);
        }
    }

    private static List<String> aria(Torrent torrent, Path folder, Path done) {
        return new ArrayList<>(List.of(
                "aria2c",
                "--no-conf",
                "--enable-dht=false",
                "--bt-enable-lpd=false",
                "--file-allocation=none",
                "--summary-interval=0",
                "--seed-time=10",
                "--seed-ratio=0",
                "--listen-port=" + torrent.port(),
                "--on-bt-download-complete=" + done,
                "--dir=" + folder,
                torrent.file().toString()));
    }
}
