/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an orderly stop of Tomcat, or of its manager process, means for the downloads of the process (A12, A17). */
@ExtendWith(TomcatLogs.class)
class ProcessStopIT {
    private static final String TLS = "127.0.0.2";
    private static final int DOWNLOADS = 100;
    private static final int SLOW = 20_000;
    // Larger than all socket buffers on the way, so that most of it is still to be sent at the stop.
    private static final int BYTES = 16 * SampleFiles.MIB;

    private SampleFiles samples;
    private Path big;
    private TomcatBase base;

    @BeforeEach
    void prepare() {
        samples = new SampleFiles();
        big = samples.random("big.bin", BYTES);
        base = TomcatBase.of(TomcatVersion.TOMCAT_11)
                .connector("acceptCount", Integer.toString(DOWNLOADS))
                .valve(
                        "manager",
                        "process",
                        "answerTimeout",
                        "60s",
                        "idleExit",
                        "2s",
                        "drainTimeout",
                        "1h",
                        "log",
                        "json",
                        "logFlushInterval",
                        "0");
        base.app("ROOT").link("big.bin", big);
    }

    @AfterEach
    void cleanUp() {
        ManagerProcesses.kill(base.directory());
        samples.close();
    }

    private SlowClients begin(TomcatProcess tomcat, int count) {
        SlowClients clients = SlowClients.start(tomcat.port(), "/big.bin", big, count, SLOW);
        Patience.awaitAsserted(Patience.DEADLINE, () -> {
            assertThat(clients.troubles()).isEmpty();
            assertThat(tomcat.jmx().managerProcesses("activeDownloads")).isEqualTo(List.of(count));
        });
        return clients;
    }

    private void awaitLines(String outcome, int count) {
        Patience.awaitAsserted(
                Patience.DEADLINE,
                () -> assertThat(base.logFiles().lines())
                        .filteredOn(line -> line.contains("\"outcome\":\"" + outcome + "\""))
                        .hasSize(count));
    }

    @Test
    void aTomcatThatStopsWaitsForNoneOfThemAndTheyArrive() {
        try (TomcatProcess tomcat = TomcatProcess.start(base);
                SlowClients clients = begin(tomcat, DOWNLOADS)) {
            ProcessHandle manager = ManagerProcesses.of(base.directory()).get(0);
            tomcat.terminate();
            tomcat.awaitExit(Patience.DEADLINE);
            assertThat(tomcat.log()).contains(DOWNLOADS + " downloads go on in other processes");
            clients.hurry();
            Patience.awaitAsserted(Patience.DEADLINE, () -> {
                assertThat(clients.troubles()).isEmpty();
                assertThat(clients.finished()).isEqualTo(DOWNLOADS);
            });
            awaitLines("COMPLETED", DOWNLOADS);
            Patience.await("the manager ends", () -> !manager.isAlive());
        }
    }

    /** Those with TLS are sent by Tomcat's JVM, which drains as it does without a process. */
    @Test
    void aTomcatThatStopsLetsItsOwnDownloadsEnd() {
        base.connector(
                TLS,
                new XmlElement("Connector").with("protocol", "HTTP/1.1").with("SSLEnabled", "true"),
                TlsKeys.hostConfig(base));
        try (TomcatProcess tomcat = TomcatProcess.start(base);
                SlowClients clients = begin(tomcat, 1);
                ContentCheck check = ContentCheck.of(big);
                RawHttpClient own = RawHttpClient.over(
                        TlsClient.open(TLS, tomcat.jmx().port(TLS), "TLSv1.3", 8 * SampleFiles.KIB))) {
            own.sendGet("/big.bin", RawHttpClient.CLOSE).readHead();
            Patience.await("both are under way", () -> tomcat.jmx().downloads("ActiveDownloads") == 2);
            tomcat.terminate();
            Patience.await("the stop has begun", () -> tomcat.log().contains("1 downloads go on in other processes"));
            own.receive(check, BYTES / 2);
            assertThat(tomcat.isAlive()).isTrue();
            own.receiveToEnd(check);
            assertThat(check.position()).isEqualTo(BYTES);
            own.finishSending(); // the manager waits for this
            tomcat.awaitExit(Patience.DEADLINE);
            clients.hurry();
            Patience.await("the other one, too", () -> clients.finished() == 1);
            awaitLines("COMPLETED", 2);
        }
    }

    /** What it has to say of them must not be lost in its own end. */
    @Test
    void aManagerThatIsAskedToEndSaysWhatBecameOfItsDownloads() {
        Process manager = AdministeredManager.start(base, 4 * DOWNLOADS, "--drainTimeout", "500ms");
        try (TomcatProcess tomcat = TomcatProcess.start(base);
                SlowClients clients = begin(tomcat, DOWNLOADS)) {
            manager.destroy();
            Patience.await("all are cut, and counted so", () -> tomcat.jmx().downloads("CutByStop") == DOWNLOADS);
            assertThat(tomcat.jmx().downloads("Failed")).isZero();
            Patience.await("the manager ends", () -> !manager.isAlive());
            clients.hurry();
            Patience.await("all clients see it", () -> clients.broken() == DOWNLOADS);
            awaitLines("CUT_BY_STOP", DOWNLOADS);
            assertThat(tomcat.jmx().downloads("CutByStop")).isEqualTo(DOWNLOADS);
        }
    }
}
