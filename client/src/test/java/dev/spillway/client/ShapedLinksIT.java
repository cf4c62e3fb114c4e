/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spillway.client.testing.Bytes;
import dev.spillway.client.testing.Daemon;
import dev.spillway.client.testing.GetProcess;
import dev.spillway.client.testing.ShapedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three real servers behind links of 10, 20 and 40 Mbit/s (B4, B5, B7). The command runs as it is packaged. At the full size ({@code bin/get-soak}, on a
 * machine that does nothing else) the share of the line's rate is judged: the figures hold the start of the download and the comparison of the mirrors; the
 * time to start a Java runtime is measured by itself and taken off. At the small size of every build the shares of the servers are, for they do not depend
 * on what else the machine does.
 */
class ShapedLinksIT {
    private static final double[] MEGABITS = {10, 20, 40};
    private static final int FASTEST = 2;
    private static final double ALL_MEGABITS = 70;
    private static final int FULL_MIB = 200;
    private static final int SIZE_MIB = Integer.getInteger("spillway.shaped.mib", 24);
    private static final double MEGABITS_PER_MIB = 8.388608;
    private static final double LEAST_PART = 0.95;
    private static final double MOST_LOST_SECONDS = 5;
    private static final double MIB = 1 << 20;
    private static final int PORT = 8080;

    @TempDir
    private Path directory;

    private ShapedNetwork network;
    private final List<Daemon> servers = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        boolean permitted = ShapedNetwork.isPermitted();
        if (!permitted) {
            System.err.println(
                    "NOT RUN: NETWORK NAMESPACES ARE NOT PERMITTED HERE, SO NOTHING IS KNOWN OF SHAPED LINKS");
        }
        assumeTrue(permitted, "network namespaces are not permitted");
        Path root = Files.createDirectories(directory.resolve("root"));
        Files.write(root.resolve("file"), Bytes.random(SIZE_MIB << 20, 41));
        network = ShapedNetwork.create(MEGABITS);
        for (int i = 0; i < MEGABITS.length; i++) {
            servers.add(Daemon.nginx(
                    directory.resolve("nginx" + i),
                    "server { listen " + PORT + "; root " + root + "; }\n",
                    network.onServer(i),
                    PORT));
        }
    }

    @AfterEach
    void stop() throws IOException {
        servers.forEach(Daemon::close);
        if (network != null) {
            network.close();
        }
    }

    /** Does something in the middle of a download. */
    @FunctionalInterface
    private interface Mishap {
        void happen() throws IOException;
    }

    /** Seconds that the download took; the mishap comes after so many. */
    private double download(double mishapAfterSeconds, Mishap mishap) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Path log = directory.resolve("log");
        double idle = seconds(log, "--version");
        long begin = System.nanoTime();
        try (GetProcess get = GetProcess.start(network.onClient(), log, arguments(output))) {
            if (!get.endsWithin((long) ((mishapAfterSeconds + idle) * 1000))) {
                mishap.happen();
            }
            assertThat(get.await(300)).as(Files.readString(log)).isZero();
        }
        double seconds = (System.nanoTime() - begin) / 1e9 - idle;
        assertThat(Files.mismatch(output, directory.resolve("root/file"))).isEqualTo(-1);
        return seconds;
    }

    private double seconds(Path log, String... arguments) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        try (GetProcess get = GetProcess.start(network.onClient(), log, arguments)) {
            get.await(60);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private String[] arguments(Path output) {
        List<String> arguments = new ArrayList<>(List.of("--json", "--no-netrc", "-o", output.toString()));
        arguments.add("--server-stat=" + directory.resolve("stat"));
        for (int i = 0; i < MEGABITS.length; i++) {
            arguments.add("http://" + network.address(i) + ":" + PORT + "/file");
        }
        return arguments.toArray(String[]::new);
    }

    private static double megabits() {
        return SIZE_MIB * MEGABITS_PER_MIB;
    }

    @Test
    void threeLinksGiveTheSumOfTheirRates() throws Exception {
        double ideal = megabits() / ALL_MEGABITS;
        double seconds = download(ideal, () -> {});
        System.out.printf("three links: %.2f s, ideal %.2f s, %.3f of the sum%n", seconds, ideal, ideal / seconds);
        for (int i = 0; i < MEGABITS.length; i++) {
            double fair = MEGABITS[i] / ALL_MEGABITS;
            assertThat(bytesFrom(i) / SIZE_MIB / MIB).as("part of server %s", i).isBetween(fair * 0.6, fair * 2);
        }
        if (SIZE_MIB >= FULL_MIB) {
            assertThat(seconds).isLessThanOrEqualTo(ideal / LEAST_PART);
        }
    }

    /** Bytes that a server has given, as the last line of the command tells. */
    private double bytesFrom(int i) throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve("log"));
        String name = "\"name\":\"http://" + network.address(i) + ":" + PORT + "\"";
        Matcher bytes =
                Pattern.compile(Pattern.quote(name) + "[^}]*\"bytes\":(\\d+)").matcher(lines.get(lines.size() - 1));
        assertThat(bytes.find()).as(lines.get(lines.size() - 1)).isTrue();
        return Double.parseDouble(bytes.group(1));
    }

    @Test
    void theFastestCollapsesInTheMiddle() throws Exception {
        double before = megabits() / ALL_MEGABITS / 2;
        double ideal = before + (megabits() - before * ALL_MEGABITS) / 31;
        double seconds = download(before, () -> network.shape(FASTEST, 1));
        System.out.printf("collapse: %.2f s, ideal %.2f s%n", seconds, ideal);
        assertThat(seconds).isLessThan(ideal + MOST_LOST_SECONDS);
    }

    @Test
    void theFastestIsKilledInTheMiddle() throws Exception {
        double before = megabits() / ALL_MEGABITS / 2;
        double ideal = before + (megabits() - before * ALL_MEGABITS) / 30;
        double seconds = download(before, () -> servers.get(FASTEST).close());
        System.out.printf("killed: %.2f s, ideal %.2f s%n", seconds, ideal);
        assertThat(seconds).isLessThan(ideal + MOST_LOST_SECONDS);
    }
}
