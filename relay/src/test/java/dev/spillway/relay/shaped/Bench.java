/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import dev.spillway.relay.shaped.ShapedBridge.Host;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What scenarios share: the bridge with its hosts, a folder in memory, and where figures go. */
final class Bench {
    private final double megabits;
    private final int mebibytes;
    private final Optional<Path> logs;
    private final boolean timeline;
    private final PrintStream out;
    private final ShapedBridge bridge;
    private final Path folder;
    private final NodeJava java;
    private final Map<String, Host> hosts = new HashMap<>();
    private int files;
    private int missed;

    /**
     * Makes the bridge.
     *
     * @param megabits rate of every link in both directions, a second
     * @param mebibytes of the files
     * @param timeline whether each delivery says how full the links were
     * @param logs where the logs of the nodes are kept afterwards
     */
    Bench(double megabits, int mebibytes, Path jar, Optional<Path> logs, boolean timeline, PrintStream out)
            throws IOException, InterruptedException {
        this.megabits = megabits;
        this.mebibytes = mebibytes;
        this.logs = logs;
        this.timeline = timeline;
        this.out = out;
        this.bridge = new ShapedBridge(megabits);
        // Forty nodes on one disk would measure that disk; each of them has one of its own in life. The mount is seen
        // by this process and its nodes only.
        this.folder = Path.of("/mnt");
        Shell.words("mount -t tmpfs none " + folder);
        this.java = new NodeJava(jar, folder, host("main"));
    }

    /** The host of a node, made when it is first wanted. */
    Host host(String name) throws IOException {
        Host known = hosts.get(name);
        if (known == null) {
            known = bridge.add();
            hosts.put(name, known);
        }
        known.shape(megabits);
        return known;
    }

    NodeJava java() {
        return java;
    }

    Path folder() {
        return folder;
    }

    double megabits() {
        return megabits;
    }

    /** Size of the files, unless a scenario needs another. */
    int mebibytes() {
        return mebibytes;
    }

    long bytesPerSecond() {
        return Math.round(megabits * 1e6 / 8);
    }

    /** Seconds that a file needs at the least over one link. */
    double least(long bytes) {
        return (double) bytes / bytesPerSecond();
    }

    /** Whether deliveries say second by second how full the links were. */
    boolean timeline() {
        return timeline;
    }

    /** A new file of random content. */
    Path file(Path directory, long bytes) throws IOException {
        byte[] content = new byte[(int) bytes];
        new SplittableRandom(++files).nextBytes(content);
        return Files.write(directory.resolve("file" + files + ".bin"), content);
    }

    void say(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }

    /** Says whether something is as it should be. */
    void claim(boolean reached, String format, Object... values) {
        if (!reached) {
            missed++;
        }
        say((reached ? "  reached: " : "  NOT REACHED: ") + format, values);
    }

    /** Claims that were not reached. */
    int missed() {
        return missed;
    }

    /** Keeps the logs of a farm, if that is wanted. */
    void keepLogs(Path from) throws IOException {
        if (logs.isPresent()) {
            Path to = Files.createDirectories(logs.get().resolve(from.getFileName()));
            try (Stream<Path> all = Files.list(from)) {
                for (Path log :
                        all.filter(file -> file.toString().endsWith(".log")).toList()) {
                    Files.copy(log, to.resolve(log.getFileName()));
                }
            }
        }
    }
}
