/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Many slow clients at once on few threads and few connection slots (A5, A6, A14), with plain Tomcat as the control. */
@ExtendWith(TomcatLogs.class)
class SlowClientsIT {
    private static final int CLIENTS = 2_000;
    private static final int MAX_CONNECTIONS = 100;
    private static final int BYTES_PER_SECOND = 20_000;
    private static final Duration CONTROL_TIME = Duration.ofSeconds(5);
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String PAGE = "a page";

    private static SampleFiles samples;
    // Larger than all socket buffers on the way, so that no client has everything before it has read it.
    private static Path big;

    @BeforeAll
    static void makeFiles() {
        samples = new SampleFiles();
        big = samples.random("big.bin", 16 * SampleFiles.MIB);
    }

    @AfterAll
    static void deleteFiles() {
        samples.close();
    }

    private static TomcatBase smallTomcat(TomcatVersion version) {
        TomcatBase base = TomcatBase.of(version)
                .connector("maxThreads", "4")
                // All of them get a connection from the kernel, so that it is Tomcat that they wait for.
                .connector("acceptCount", Integer.toString(CLIENTS))
                .connector("maxConnections", Integer.toString(MAX_CONNECTIONS));
        base.app("ROOT").file("page.html", PAGE).link("big.bin", big);
        return base;
    }

    @ParameterizedTest
    @ArgumentsSource(WantedTomcats.class)
    void allAreServedAtOnceAndPagesAreAnsweredMeanwhile(TomcatVersion version) {
        try (TomcatProcess tomcat = TomcatProcess.start(smallTomcat(version).valve());
                SlowClients clients = SlowClients.start(tomcat.port(), "/big.bin", big, CLIENTS, BYTES_PER_SECOND)) {
            Patience.awaitAsserted(DEADLINE, () -> {
                assertPageIsAnswered(tomcat);
                assertThat(clients.troubles()).isEmpty();
                assertThat(clients.served()).isEqualTo(CLIENTS);
            });
            Patience.await("all are under way", () -> tomcat.jmx().downloads("ActiveDownloads") == CLIENTS);
            // Two seconds' worth for each of them from one moment on, with none of them at its end: all at once.
            long[] before = clients.received();
            Patience.awaitAsserted(DEADLINE, () -> {
                assertPageIsAnswered(tomcat);
                assertThat(clients.advanced(before, 2 * BYTES_PER_SECOND)).isEqualTo(CLIENTS);
            });
            assertThat(tomcat.jmx().downloads("ActiveDownloads")).isEqualTo(CLIENTS);
            assertThat(tomcat.jmx().threadPool("connectionCount")).isLessThan(MAX_CONNECTIONS);
            assertThat(clients.troubles()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void plainTomcatServesNoMoreThanItHasSlotsFor(TomcatVersion version) {
        try (TomcatProcess tomcat = TomcatProcess.start(smallTomcat(version));
                SlowClients clients = SlowClients.start(tomcat.port(), "/big.bin", big, CLIENTS, BYTES_PER_SECOND)) {
            Patience.await("all slots are taken", () -> clients.served() >= MAX_CONNECTIONS);
            long deadline = System.nanoTime() + CONTROL_TIME.toNanos();
            long[] before = clients.received();
            Patience.await("the time of the control is over", () -> System.nanoTime() - deadline >= 0);
            assertThat(clients.advanced(before, BYTES_PER_SECOND))
                    .as("clients that plain Tomcat serves at once")
                    .isBetween(1, 2 * MAX_CONNECTIONS);
            assertThat(clients.served()).as("clients served at all").isLessThan(CLIENTS / 2);
        }
    }

    /** Asked between two looks at the clients: a page has to come while they are being served. */
    private static void assertPageIsAnswered(TomcatProcess tomcat) {
        assertThat(RawHttpClient.get(tomcat.port(), "/page.html").text()).isEqualTo(PAGE);
    }
}
