/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
        base.jre(jre.get()).valve("manager", "process");
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
        base.valve("manager", "process");
        base.app("ROOT").link("cold.bin", samples.sparse("cold.bin", BYTES));
        try (TomcatProcess tomcat = TomcatProcess.start(base)) {
            assertThat(RawHttpClient.get(tomcat.port(), "/cold.bin").body()).hasSize(BYTES);
            Patience.await("it was read first", () -> tomcat.jmx().downloads("ColdReadMisses") > 0);
            assertThat(tomcat.jmx().managerProcesses("totalDownloads")).isEqualTo(List.of(1L));
        }
    }

    @Test
    void severalManagersShareTheDownloads() {
        base.valve("manager", "process", "managers", "2", "statusPath", "/spillway", "metricsPath", "/metrics");
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

    @Test
    void aManagerWithOtherSettingsMakesWayAndEndsItsDownloads() {
        base.valve("manager", "process", "turnSize", "1MiB", "idleExit", "2s");
        TomcatProcess old = TomcatProcess.start(base);
        try (ContentCheck check = ContentCheck.of(big);
                RawHttpClient client = begin(old, check)) {
            Patience.await("the process has it", () -> old.jmx().downloads("ActiveDownloads") == 1);
            ProcessHandle manager = ManagerProcesses.of(base.directory()).get(0);
            old.killForSuccessor();
            base.withoutValve().valve("manager", "process", "turnSize", "2MiB", "idleExit", "2s");
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
