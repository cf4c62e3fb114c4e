/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How manager processes come, make way for each other and go (A12, A13), and what is without them. */
@ExtendWith(TomcatLogs.class)
class ProcessModeIT {
    private static final int BYTES = 16 * SampleFiles.MIB;
    private static final String NATIVE_LIBRARY = "jffi";

    /** The process gets what these tests mean it to have, also from a machine that is slow to start it. */
    private static final String ANSWER_TIMEOUT = "60s";

    private SampleFiles samples;
    private Path big;
    private TomcatBase base;

    @BeforeEach
    void prepare() {
        samples = new SampleFiles();
        big = samples.random("big.bin", BYTES);
        base = TomcatBase.of(TomcatVersion.TOMCAT_11);
        base.app("ROOT").link("big.bin", big);
    }

    @AfterEach
    void cleanUp() {
        ManagerProcesses.kill(base.directory());
        samples.close();
    }

    private static RawHttpClient begin(TomcatProcess tomcat, ContentCheck check) {
        RawHttpClient client = RawHttpClient.connectSlow(tomcat.port()).sendGet("/big.bin", RawHttpClient.CLOSE);
        client.readHead();
        client.receive(check, SampleFiles.MIB / 4);
        return client;
    }

    private static void finish(RawHttpClient client, ContentCheck check) {
        client.receiveToEnd(check);
        assertThat(check.position()).isEqualTo(BYTES);
        client.close();
    }

    private static String text(TomcatProcess tomcat, String path) {
        return new String(RawHttpClient.get(tomcat.port(), path).body(), StandardCharsets.UTF_8);
    }

    private static boolean hasNativeCode(TomcatProcess tomcat) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(tomcat.pid()), "maps"))
                .contains(NATIVE_LIBRARY);
    }

    @Test
    void withoutProcessNothingNativeIsLoaded() throws IOException {
        base.valve("manager", "embedded");
        try (TomcatProcess tomcat = TomcatProcess.start(base)) {
            assertThat(RawHttpClient.get(tomcat.port(), "/big.bin").body()).hasSize(BYTES);
            assertThat(hasNativeCode(tomcat)).isFalse();
        }
    }

    @Test
    void withProcessItIs() throws IOException {
        base.valve("manager", "process");
        try (TomcatProcess tomcat = TomcatProcess.start(base)) {
            assertThat(hasNativeCode(tomcat)).isTrue();
            assertThat(tomcat.log()).doesNotContain("WARNING");
        }
    }

    /** In the ways that an administrator may start Tomcat: as it comes, and with what conf/setenv.sh says. */
    @ParameterizedTest
    @CsvSource({"17, false", "17, true", "25, false", "25, true"})
    void downloadsGoThereOnAnyJava(int feature, boolean isAllowed) {
        Optional<Path> jre = Jdks.atLeast(feature);
        assumeTrue(jre.isPresent(), () -> "SKIPPED: there is no JDK " + feature);
        base.jre(jre.get()).valve("manager", "process", "answerTimeout", ANSWER_TIMEOUT);
        if (isAllowed) {
            base.jvmOption("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
        }
        try (TomcatProcess tomcat = TomcatProcess.start(base);
                ContentCheck check = ContentCheck.of(big);
                RawHttpClient client = begin(tomcat, check)) {
            Patience.awaitAsserted(
                    Patience.DEADLINE,
                    () -> assertThat(tomcat.jmx().managerProcesses("activeDownloads"))
                            .isEqualTo(List.of(1)));
            finish(client, check);
        }
    }

    /** A file of which next to nothing was ever written has next to no page in memory. */
    @Test
    void aLoopOfTheProcessWaitsForNoDiskEither() {
        base.valve("manager", "process", "answerTimeout", ANSWER_TIMEOUT);
        base.app("ROOT").link("cold.bin", samples.sparse("cold.bin", BYTES));
        try (TomcatProcess tomcat = TomcatProcess.start(base)) {
            assertThat(RawHttpClient.get(tomcat.port(), "/cold.bin").body()).hasSize(BYTES);
            Patience.await("it was read first", () -> tomcat.jmx().downloads("ColdReadMisses") > 0);
            assertThat(tomcat.jmx().managerProcesses("totalDownloads")).isEqualTo(List.of(1L));
        }
    }

    @Test
    void severalManagersShareTheDownloads() {
        base.valve(
                "manager",
                "process",
                "managers",
                "2",
                "answerTimeout",
                ANSWER_TIMEOUT,
                "statusPath",
                "/spillway",
                "metricsPath",
                "/metrics");
        try (TomcatProcess tomcat = TomcatProcess.start(base);
                ContentCheck one = ContentCheck.of(big);
                ContentCheck other = ContentCheck.of(big);
                RawHttpClient first = begin(tomcat, one);
                RawHttpClient second = begin(tomcat, other)) {
            Patience.awaitAsserted(
                    Patience.DEADLINE,
                    () -> assertThat(tomcat.jmx().managerProcesses("activeDownloads"))
                            .isEqualTo(List.of(1, 1)));
            assertThat(tomcat.jmx().downloads("ActiveDownloads")).isEqualTo(2);
            assertThat(text(tomcat, "/metrics").lines())
                    .contains("spillway_downloads_active 2.0")
                    .filteredOn(line -> line.matches("spillway_process_downloads_active\\{pid=\"[0-9]+\"} 1\\.0"))
                    .hasSize(2);
            assertThat(text(tomcat, "/spillway/status.json"))
                    .containsPattern("\"active\":2,.*\"processes\":\\[\\{[^]]*\"active\":1,[^]]*\"active\":1,");
            finish(first, one);
            finish(second, other);
        }
    }

    private void twoSecondsWith(String turnSize) {
        base.valve("manager", "process", "turnSize", turnSize, "idleExit", "2s", "answerTimeout", ANSWER_TIMEOUT);
    }

    @Test
    void aManagerWithOtherSettingsMakesWayAndEndsItsDownloads() {
        makesWay(() -> {
            base.withoutValve();
            twoSecondsWith("2MiB");
        });
    }

    /** Both are of the same version, as two snapshots are. */
    @Test
    void aManagerOfAnotherBuildDoesSo() {
        makesWay(this::rebuildJar);
    }

    private void rebuildJar() {
        Path jar =
                base.directory().resolve("lib").resolve(BuildPaths.dropInJar().getFileName());
        Path rebuilt = base.directory().resolve("temp").resolve("rebuilt.jar");
        try {
            Files.copy(jar, rebuilt);
            try (FileSystem entries = FileSystems.newFileSystem(rebuilt)) {
                Files.writeString(entries.getPath("dev/spillway/rebuilt.txt"), "");
            }
            Files.move(rebuilt, jar, StandardCopyOption.ATOMIC_MOVE); // the old process goes on with what it has open
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void makesWay(Runnable change) {
        twoSecondsWith("1MiB");
        TomcatProcess old = TomcatProcess.start(base);
        try (ContentCheck check = ContentCheck.of(big);
                RawHttpClient client = begin(old, check)) {
            Patience.awaitAsserted(
                    Patience.DEADLINE,
                    () -> assertThat(old.jmx().managerProcesses("activeDownloads"))
                            .isEqualTo(List.of(1)));
            ProcessHandle manager = ManagerProcesses.of(base.directory()).get(0);
            old.killForSuccessor();
            change.run();
            try (TomcatProcess tomcat = TomcatProcess.start(base)) {
                Patience.awaitAsserted(
                        Patience.DEADLINE,
                        () -> assertThat(tomcat.jmx().managerProcesses("state"))
                                .containsExactlyInAnyOrder("RETIRING", "READY"));
                assertThat(tomcat.jmx().downloads("ActiveDownloads")).isEqualTo(1);
                finish(client, check);
                Patience.await("the old manager ends", () -> !manager.isAlive());
                assertThat(tomcat.jmx().downloads("Completed")).isEqualTo(1);
                assertThat(RawHttpClient.get(tomcat.port(), "/big.bin").body()).hasSize(BYTES);
                Patience.await("both are counted", () -> tomcat.jmx().downloads("Completed") == 2);
            }
        } finally {
            old.close();
        }
    }
}
