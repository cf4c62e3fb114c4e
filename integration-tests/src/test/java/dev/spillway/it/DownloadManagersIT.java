/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/**
 * Programs that fetch one file over several connections, go on after a break, or seek, are served well (SYSTEMS.md A15):
 * the right bytes, from the manager. What they ask for are ranges (RFC 9110 section 14).
 */
@EachTomcat
class DownloadManagersIT {
    private static final int SIZE = 64 * SampleFiles.MIB;
    private static final int CONNECTIONS = 16;
    private static final int FILES = 8;
    private static final int SEEKS = 50;
    private static final long SEED = 15;
    private static final String CONNECTS = "connects=";
    private static final List<String> CURL =
            List.of("curl", "--disable", "--silent", "--show-error", "--no-progress-meter", "--fail", "--noproxy", "*");
    private static final List<String> WGET = List.of("wget", "--no-config", "--no-proxy", "--tries=1", "--no-verbose");

    private static SampleFiles samples;
    private static Path big;
    private static TomcatProcess tomcat;

    @Parameter
    TomcatVersion version;

    private Path target;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        samples = new SampleFiles();
        big = samples.random("big.bin", SIZE);
        TomcatBase base = TomcatBase.of(version).valve();
        WebApp root = base.app("ROOT").link("big.bin", big);
        for (String name : names()) {
            root.link(name, samples.random(name, 3 * SampleFiles.MIB + name.hashCode() % 1000));
        }
        tomcat = TomcatProcess.start(base);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, samples);
    }

    @BeforeEach
    void makeTarget() {
        target = BuildPaths.newDirectory("target");
    }

    @AfterEach
    void nothingIsLeft() {
        BuildPaths.delete(target);
        Patience.await("nothing is under way", () -> tomcat.jmx().downloads("ActiveDownloads") == 0);
        Patience.await("no file is held", () -> tomcat.jmx().downloads("OpenFiles") == 0);
        assertThat(tomcat.jmx().downloads("Failed")).isZero();
        assertThat(tomcat.log()).doesNotContain("SEVERE", "Exception");
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            names.add("file" + i + ".bin");
        }
        return names;
    }

    private static String url(String name) {
        return "http://" + TomcatBase.MAIN_ADDRESS + ":" + tomcat.port() + "/" + name;
    }

    private static List<String> command(List<String> program, String... arguments) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        return command;
    }

    /** A client that is slowed down, so that no connection has fetched everything before the others begin. */
    @Test
    void aria2FetchesOneFileOverSixteenConnections() {
        Programs.require("aria2c", "aria2");
        long before = tomcat.jmx().downloads("TotalDownloads");
        Programs.run(
                target,
                List.of(
                        "aria2c",
                        "--no-conf=true",
                        "--no-proxy=" + TomcatBase.MAIN_ADDRESS,
                        "--max-overall-download-limit=32M",
                        "--max-tries=1",
                        "--file-allocation=none",
                        "--out=big.bin",
                        "-x" + CONNECTIONS,
                        "-s" + CONNECTIONS,
                        "-k1M",
                        url("big.bin")));
        assertSame("big.bin");
        assertThat(tomcat.jmx().downloads("TotalDownloads") - before)
                .as("downloads taken over by the manager")
                .isGreaterThanOrEqualTo(CONNECTIONS);
    }

    @Test
    void curlGoesOnAfterABrokenDownload() throws IOException {
        Programs.require("curl", "curl");
        long had = breakOff(command(CURL, "--limit-rate", "8M", "--output", "big.bin", url("big.bin")));
        String said = Takeovers.byManager(
                tomcat,
                () -> run(command(
                        CURL,
                        "--continue-at",
                        "-",
                        "--output",
                        "big.bin",
                        "--write-out",
                        "%{http_code} %{size_download}",
                        url("big.bin"))));
        assertThat(said).isEqualTo("206 " + (SIZE - had));
        assertSame("big.bin");
    }

    @Test
    void wgetGoesOnAfterABrokenDownload() throws IOException {
        Programs.require("wget", "wget");
        long had = breakOff(command(WGET, "--limit-rate=8m", url("big.bin")));
        String said = Takeovers.byManager(
                tomcat, () -> run(command(WGET, "--continue", "--server-response", url("big.bin"))));
        assertThat(said).contains(" 206", "Content-Range: bytes " + had + "-" + (SIZE - 1) + "/" + SIZE);
        assertSame("big.bin");
    }

    /** Kills a client in the middle of its download, and gives the length of what it has by then. */
    private long breakOff(List<String> command) throws IOException {
        Path file = target.resolve("big.bin");
        Process process = new ProcessBuilder(command)
                .directory(target.toFile())
                .redirectErrorStream(true)
                .redirectOutput(target.resolve("first-said.txt").toFile())
                .start();
        try {
            Patience.await("some of the file is there", () -> Files.exists(file) && Files.size(file) > SampleFiles.MIB);
        } finally {
            process.destroyForcibly();
        }
        process.onExit().join();
        Patience.await("the manager has noticed", () -> tomcat.jmx().downloads("ActiveDownloads") == 0);
        long had = Files.size(file);
        assertThat(had).as("bytes after the break").isLessThan(SIZE);
        return had;
    }

    private String run(List<String> command) {
        return Programs.run(target, command);
    }

    @Test
    void curlFetchesManyFilesInParallel() {
        assertThat(connectsOfAll("--parallel", "--parallel-immediate")).isGreaterThan(1);
    }

    /** The connection comes back from the manager each time (RFC 9112 section 9.3). */
    @Test
    void curlFetchesManyFilesOverOneConnection() {
        assertThat(connectsOfAll()).isEqualTo(1);
    }

    /** Has all files fetched in one call, and tells how many connections that took. */
    private int connectsOfAll(String... options) {
        Programs.require("curl", "curl");
        List<String> command = command(CURL, options);
        command.addAll(List.of("--remote-name-all", "--write-out", CONNECTS + "%{num_connects}\\n"));
        names().forEach(name -> command.add(url(name)));
        long before = tomcat.jmx().downloads("TotalDownloads");
        String said = run(command);
        names().forEach(this::assertSame);
        assertThat(tomcat.jmx().downloads("TotalDownloads") - before)
                .as("downloads taken over by the manager")
                .isEqualTo(FILES);
        List<String> connects =
                said.lines().filter(line -> line.startsWith(CONNECTS)).toList();
        assertThat(connects).hasSize(FILES);
        return connects.stream()
                .mapToInt(line -> Integer.parseInt(line.substring(CONNECTS.length())))
                .sum();
    }

    /** As in a video: a little from here, a little from there, and the end of the file, all on one connection. */
    @Test
    void browserSeeksOnOneConnection() throws IOException {
        byte[] content = Files.readAllBytes(big);
        SplittableRandom random = new SplittableRandom(SEED);
        try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
            for (int i = 0; i < SEEKS; i++) {
                int length = random.nextInt(SampleFiles.MIB, 3 * SampleFiles.MIB);
                boolean isTail = i % 10 == 9;
                int first = isTail ? SIZE - length : random.nextInt(SIZE - length);
                String range = first + "-" + (isTail ? "" : first + length - 1);
                assertRange(client, range, first, Arrays.copyOfRange(content, first, first + length));
            }
        }
    }

    private static void assertRange(RawHttpClient client, String range, int first, byte[] expected) {
        Supplier<RawResponse> request =
                () -> client.sendGet("/big.bin", "Range: bytes=" + range).readResponse();
        RawResponse response = Takeovers.byManager(tomcat, request);
        assertThat(response.status()).as("status of %s", range).isEqualTo(206);
        assertThat(response.head().first("Content-Range"))
                .contains("bytes " + first + "-" + (first + expected.length - 1) + "/" + SIZE);
        assertThat(Arrays.mismatch(response.body(), expected))
                .as("offset at which range %s differs", range)
                .isEqualTo(-1);
    }

    private void assertSame(String name) {
        try {
            assertThat(Files.mismatch(target.resolve(name), samples.directory().resolve(name)))
                    .as("offset at which %s differs", name)
                    .isEqualTo(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
