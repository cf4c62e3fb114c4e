/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A file is published to 3 Tomcats, or as many as {@code -Dspillway.tomcats=5} says, and clients that know one of them load from several. Says how long a page of each
 * took before, after, and while clients load; {@code bin/relay-bench tomcats} shows that on a quiet machine.
 */
class PublishedToTomcatsIT {
    private static final int TOMCATS = Integer.getInteger("spillway.tomcats", 3);
    private static final int BYTES = 24 * SampleFiles.MIB;
    private static final String NAME = "release.iso";
    private static final String PATH = "/files/" + NAME;

    /** Of each Tomcat, so that there is a reason to load from another. */
    private static final String RATE = "6MiB";

    private static final int PAGES = Integer.getInteger("spillway.pages", 200);

    private final List<TerminalTomcat> tomcats = new ArrayList<>();
    private final Map<String, String> rows = new TreeMap<>();
    private RelayCluster cluster;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        cluster = new RelayCluster("");
        byte[] content = new byte[BYTES];
        new Random(11).nextBytes(content);
        file = Files.write(cluster.directory().resolve(NAME), content);
        for (int i = 1; i <= TOMCATS; i++) {
            tomcats.add(new TerminalTomcat(cluster, TomcatVersion.TOMCAT_11, "tomcat-" + i, "127.0.0." + i, RATE));
        }
        cluster.awaitNodes(TOMCATS);
    }

    @AfterEach
    void stop() {
        tomcats.forEach(TerminalTomcat::close);
        Closing.all(cluster);
    }

    @Test
    void clientsOfOneLoadFromSeveral() {
        pages("warm-up");
        pages("1 before");
        publish();
        pages("2 after");
        String first = tomcats.get(0).url(PATH);
        List<String> aria2 = List.of(
                Programs.require("aria2c", "aria2"),
                "--no-conf",
                "--all-proxy=",
                "--min-split-size=1M",
                "--split=" + TOMCATS);
        loadsFromSeveral("aria2c by its links", with(aria2, first));
        loadsFromSeveral("aria2c by Metalink", with(aria2, first + "?metalink"));
        String get = Path.of("../bin/spillway-get").toAbsolutePath().normalize().toString();
        loadsFromSeveral("spillway-get", List.of(get, first));
        rows.remove("warm-up");
        rows.forEach((when, row) -> System.out.println("page, median ms  " + when + ": " + row));
    }

    private static List<String> with(List<String> command, String argument) {
        List<String> all = new ArrayList<>(command);
        all.add(argument);
        return all;
    }

    private void publish() {
        Programs.Result result = cluster.run("publish", file.toString(), "--group", "all", "--wait");
        assertThat(result.status()).as(result.output()).isZero();
        for (TerminalTomcat tomcat : tomcats) {
            Patience.await(
                    "word of all copies",
                    () -> tomcat.get(PATH, "Range: bytes=0-0", RawHttpClient.CLOSE)
                                    .head()
                                    .toString()
                                    .split("rel=duplicate", -1)
                                    .length
                            == TOMCATS);
        }
    }

    private void loadsFromSeveral(String client, List<String> command) {
        long[] before = sent();
        Path folder = BuildPaths.newDirectory("client");
        String when = "3 while " + client + " loads";
        Thread visitor = new Thread(() -> pages(when), "visitor");
        try {
            visitor.start();
            Programs.run(folder, command);
            visitor.join();
            assertThat(rows).as("all pages came").containsKey(when);
            assertThat(folder.resolve(NAME)).hasSameBinaryContentAs(file);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            BuildPaths.delete(folder);
        }
        long[] after = sent();
        long[] given = new long[TOMCATS];
        Arrays.setAll(given, i -> after[i] - before[i]);
        System.out.println(client + ": bytes from each Tomcat " + Arrays.toString(given));
        assertThat(Arrays.stream(given).filter(bytes -> bytes > SampleFiles.MIB).count())
                .as("Tomcats that %s loaded from: %s", client, Arrays.toString(given))
                .isGreaterThan(1);
    }

    private long[] sent() {
        return tomcats.stream()
                .mapToLong(tomcat -> tomcat.downloads("BytesSent"))
                .toArray();
    }

    /** Asks each Tomcat for its page again and again, and keeps the medians in milliseconds. */
    private void pages(String when) {
        StringBuilder row = new StringBuilder();
        for (TerminalTomcat tomcat : tomcats) {
            double[] times = new double[PAGES];
            try (RawHttpClient visitor = tomcat.connect()) {
                for (int i = 0; i < PAGES; i++) {
                    long begin = System.nanoTime();
                    assertThat(visitor.sendGet("/page.html").readResponse().status())
                            .isEqualTo(200);
                    times[i] = (System.nanoTime() - begin) / 1e6;
                }
            }
            Arrays.sort(times);
            row.append(String.format(Locale.ROOT, " %6.2f", times[PAGES / 2]));
        }
        rows.put(when, row.toString());
    }
}
