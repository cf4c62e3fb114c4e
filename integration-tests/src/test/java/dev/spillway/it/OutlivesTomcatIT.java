/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tomcat and its manager process live and die each by itself (A12, A17). */
@ExtendWith(TomcatLogs.class)
class OutlivesTomcatIT {
    private static final int DOWNLOADS = 500;
    private static final int SLOW = 20_000;
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    private SampleFiles samples;
    private Path big;
    private TomcatBase base;

    @BeforeEach
    void prepare() {
        samples = new SampleFiles();
        big = samples.random("big.bin", 6 * SampleFiles.MIB);
        base = TomcatBase.of(TomcatVersion.TOMCAT_11).connector("acceptCount", Integer.toString(DOWNLOADS));
        base.app("ROOT").file("page.html", "a page").link("big.bin", big);
    }

    @AfterEach
    void cleanUp() {
        ManagerProcesses.kill(base.directory());
        samples.close();
    }

    /** @param answerTimeout where all downloads are to be with the process, one that no slow machine exceeds */
    private TomcatProcess start(String answerTimeout) {
        base.withoutValve()
                .valve(
                        "manager",
                        "process",
                        "answerTimeout",
                        answerTimeout,
                        "idleExit",
                        "2s",
                        "log",
                        "json",
                        "logFlushInterval",
                        "0");
        return TomcatProcess.start(base);
    }

    private SlowClients begin(TomcatProcess tomcat) {
        SlowClients clients = SlowClients.start(tomcat.port(), "/big.bin", big, DOWNLOADS, SLOW);
        Patience.awaitAsserted(DEADLINE, () -> {
            assertThat(clients.troubles()).isEmpty();
            assertThat(tomcat.jmx().managerProcesses("activeDownloads")).isEqualTo(List.of(DOWNLOADS));
        });
        return clients;
    }

    private void assertDownloadIsWhole(int port) {
        try (ContentCheck check = ContentCheck.of(big);
                RawHttpClient client = RawHttpClient.connect(port).sendGet("/big.bin", RawHttpClient.CLOSE)) {
            client.readHead();
            client.receiveToEnd(check);
            assertThat(check.position()).isEqualTo(6L * SampleFiles.MIB);
        }
    }

    @Test
    void downloadsOfAKilledTomcatArriveAndTheNextTomcatFindsThem() {
        TomcatProcess first = start("60s");
        int port = first.port();
        try (SlowClients clients = begin(first)) {
            first.killForSuccessor();
            base.connector("port", Integer.toString(port));
            try (TomcatProcess second = start("60s")) {
                assertThat(second.jmx().downloads("ActiveDownloads")).isEqualTo(DOWNLOADS);
                assertDownloadIsWhole(port);
                assertThat(second.jmx().downloads("TotalDownloads")).isEqualTo(DOWNLOADS + 1L);
                clients.hurry();
                Patience.awaitAsserted(DEADLINE, () -> {
                    assertThat(clients.troubles()).isEmpty();
                    assertThat(clients.finished()).isEqualTo(DOWNLOADS);
                });
                Patience.awaitAsserted(
                        DEADLINE,
                        () -> assertThat(second.jmx().downloads("Completed")).isEqualTo(DOWNLOADS + 1L));
                Patience.awaitAsserted(
                        DEADLINE,
                        () -> assertThat(base.logFiles()
                                        .lines()
                                        .filter(line -> line.contains("\"outcome\":\"COMPLETED\""))
                                        .filter(line -> line.contains("\"bytes\":" + 6 * SampleFiles.MIB)))
                                .as("lines of the download log, most of them written by the manager")
                                .hasSize(DOWNLOADS + 1));
            }
        } finally {
            first.close();
        }
    }

    @Test
    void aKilledManagerTakesItsDownloadsAlongAndNothingElse() {
        try (TomcatProcess tomcat = start("60s")) {
            assertDownloadIsWhole(tomcat.port());
            int descriptors = tomcat.fdCount();
            ProcessHandle manager = ManagerProcesses.of(base.directory()).get(0);
            try (SlowClients clients = begin(tomcat)) {
                manager.destroyForcibly();
                long killedNanos = System.nanoTime();
                assertDownloadIsWhole(tomcat.port());
                // Told, not judged: a busy machine is no defect.
                System.out.println("The next download after kill -9 of the manager took "
                        + (System.nanoTime() - killedNanos) / 1_000_000 + " ms");
                assertThat(RawHttpClient.get(tomcat.port(), "/page.html").text())
                        .isEqualTo("a page");
                Patience.awaitAsserted(
                        DEADLINE,
                        () -> assertThat(tomcat.jmx().downloads("Failed")).isEqualTo(DOWNLOADS));
                clients.hurry();
                Patience.awaitAsserted(
                        DEADLINE,
                        () -> assertThat(clients.finished() + clients.broken()).isEqualTo(DOWNLOADS));
                Patience.await(
                        "another manager",
                        () -> ManagerProcesses.of(base.directory()).stream()
                                .anyMatch(process -> !process.equals(manager)));
                Patience.await("descriptors are back", () -> tomcat.fdCount() <= descriptors + 5);
                assertThat(tomcat.jmx().downloads("TotalDownloads")).isEqualTo(DOWNLOADS + 2L);
                assertThat(tomcat.jmx().downloads("Completed")).isEqualTo(2);
            }
        }
    }

    @Test
    void aStoppedManagerHoldsUpNobodyAndSendsNothingTwice() throws Exception {
        try (TomcatProcess tomcat = start("1s")) {
            ProcessHandle manager = ManagerProcesses.of(base.directory()).get(0);
            signal("STOP", manager);
            for (int i = 0; i < 5; i++) {
                assertDownloadIsWhole(tomcat.port());
                assertThat(RawHttpClient.get(tomcat.port(), "/page.html").text())
                        .isEqualTo("a page");
            }
            assertThat(tomcat.jmx().downloads("TotalDownloads")).isEqualTo(5);
            assertThat(tomcat.log()).contains("does not answer");
            try (RawHttpClient client = RawHttpClient.connectSlow(tomcat.port()).sendGet("/big.bin");
                    ContentCheck check = ContentCheck.of(big)) {
                client.readHead();
                client.receive(check, SampleFiles.MIB);
                signal("CONT", manager);
                Patience.await("the manager answers", () -> tomcat.log().contains("answers again"));
                client.receive(check, 5L * SampleFiles.MIB);
                assertThat(check.position()).isEqualTo(6L * SampleFiles.MIB);
                // What was sent twice would come before this answer.
                assertThat(client.sendGet("/page.html").readResponse().text()).isEqualTo("a page");
            }
            assertDownloadIsWhole(tomcat.port());
            Patience.awaitAsserted(
                    DEADLINE,
                    () -> assertThat(tomcat.jmx().downloads("Completed")).isEqualTo(7));
            assertThat(tomcat.jmx().downloads("TotalDownloads")).isEqualTo(7);
            assertThat(manager.isAlive()).isTrue();
        }
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    @Test
    void aManagerWithoutTomcatAndDownloadsEnds() {
        try (TomcatProcess tomcat = start("1s")) {
            ProcessHandle manager = ManagerProcesses.of(base.directory()).get(0);
            assertDownloadIsWhole(tomcat.port());
            tomcat.terminate();
            tomcat.awaitExit(Patience.DEADLINE);
            Patience.await("the manager ends", () -> !manager.isAlive());
        }
    }
}
