/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.it.app.ConnectionCloseFilter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections stay open after a download, or are closed, as RFC 9112 section 9.3 and Tomcat's settings say (A5, A8). */
@EachTomcat
class KeepAliveIT {
    private static final String LIMITED = "127.0.0.2";
    private static final String IMPATIENT = "127.0.0.3";
    private static final int MAX_REQUESTS = 5;
    private static final int BEYOND_ALL_READ_BUFFERS = 100_000;
    private static final Duration KEEP_ALIVE_TIMEOUT = Duration.ofMillis(1500);
    private static final String WEB_XML = """
            <filter><filter-name>close</filter-name>
            <filter-class>dev.spillway.it.app.ConnectionCloseFilter</filter-class></filter>
            <filter-mapping><filter-name>close</filter-name><url-pattern>/*</url-pattern></filter-mapping>
            """;

    private static Site site;
    private static TomcatProcess tomcat;
    private int connectionsAtRest;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        site = new Site(1);
        TomcatBase base = TomcatBase.of(version).valve();
        site.install(base.app("ROOT"));
        WebApp closing = base.app("closing").webXml(WEB_XML).classes(ConnectionCloseFilter.class);
        site.install(closing);
        base.connector(
                LIMITED,
                http().with("maxKeepAliveRequests", Integer.toString(MAX_REQUESTS))
                        .with("useKeepAliveResponseHeader", "false"),
                "");
        base.connector(IMPATIENT, http().with("keepAliveTimeout", Long.toString(KEEP_ALIVE_TIMEOUT.toMillis())), "");
        tomcat = TomcatProcess.start(base);
    }

    private static XmlElement http() {
        return new XmlElement("Connector").with("protocol", "HTTP/1.1").with("connectionTimeout", "60000");
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, site);
    }

    /** The acceptor counts the connection that it waits for, so this is not 0. */
    @BeforeEach
    void countAtRest() {
        connectionsAtRest = connections();
    }

    @AfterEach
    void nothingIsLeft() {
        awaitConnections(0);
        assertThat(tomcat.jmx().downloads("ActiveDownloads")).isZero();
    }

    private static int connections() {
        return tomcat.jmx().threadPool("connectionCount");
    }

    private void awaitConnections(int beyondRest) {
        Patience.await(beyondRest + " connections", () -> connections() == connectionsAtRest + beyondRest);
    }

    private static RawHttpClient connect(String address) {
        return RawHttpClient.connect(address, tomcat.jmx().port(address), 0);
    }

    private static void assertClosed(RawHttpClient client) {
        assertThat(client.receiveToEnd(new CountingSink()))
                .as("the end of the connection")
                .isEqualTo(new Received(0, Received.Ending.END_OF_STREAM));
    }

    @Test
    void pagesAndDownloadsFollowEachOtherOnOneConnection() {
        try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
            for (int round = 0; round < 5; round++) {
                for (String path : new String[] {Site.PAGE, Site.SHORT, Site.SHORT, Site.LONG, Site.PAGE, Site.LONG}) {
                    assertThat(site.get(client, path).all("Connection")).isEmpty();
                }
                awaitConnections(1);
            }
        }
    }

    @Test
    void connectionIsNotCountedWhileItIsAwayAndIsCountedAgainAfterwards() {
        try (SlowDownload download = SlowDownload.begin(tomcat, site, RawHttpClient.connectSlow(tomcat.port()))) {
            for (int round = 0; round < 3; round++) {
                awaitConnections(0);
                site.get(download.finish(), Site.PAGE);
                awaitConnections(1);
                download.again(tomcat);
            }
            download.finish();
        }
    }

    @Test
    void connectionThatIsSentAtOnceIsCountedAllTheWhile() {
        try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
            for (int round = 0; round < 10; round++) {
                site.get(client, Site.SHORT);
                awaitConnections(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Site.SHORT, Site.LONG})
    void clientThatWantsItGetsAClose(String path) {
        try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
            assertThat(site.get(client, path, RawHttpClient.CLOSE).all("Connection"))
                    .containsExactly("close");
            assertClosed(client);
        }
    }

    /** Closed with input unread, a socket sends a reset, and the client loses what it has not read by then. */
    @ParameterizedTest
    @ValueSource(strings = {Site.SHORT, Site.LONG})
    void clientThatSendsOnAfterItsLastRequestLosesNothing(String path) {
        for (int round = 0; round < 20; round++) {
            try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
                client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + RawHttpClient.CLOSE + "\r\n\r\n"
                        + "x".repeat(BEYOND_ALL_READ_BUFFERS));
                site.receive(client, path);
                assertClosed(client);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection: Close", "Connection: keep-alive, close", "Connection: x,close"})
    void closeIsFoundAmongOtherOptions(String line) {
        clientThatWantsItGetsAClose(Site.SHORT);
        try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
            assertThat(site.get(client, Site.SHORT, line).all("Connection")).containsExactly("close");
            assertClosed(client);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Site.SHORT, Site.LONG})
    void applicationThatWantsItGetsAClose(String path) {
        try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
            RawResponse response = client.sendGet("/closing" + path).readResponse();
            site.assertWhole(response, path);
            assertThat(response.head().all("Connection")).containsExactly("close");
            assertClosed(client);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Site.SHORT, Site.LONG})
    void oldClientGetsACloseUnlessItAsksForMore(String path) {
        try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
            for (int round = 0; round < 3; round++) {
                client.send("GET " + path + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
                assertThat(site.receive(client, path).all("Connection")).containsExactly("keep-alive");
            }
            client.send("GET " + path + " HTTP/1.0\r\n\r\n");
            site.receive(client, path);
            assertClosed(client);
        }
    }

    @ParameterizedTest
    @CsvSource({"SSSSS", "LLLLL", "PSLPS", "LPLPL", "SLSLS", "PPPPL", "PPPPS", "LLLLP"})
    void maxKeepAliveRequestsIsExactAcrossBothWays(String sequence) {
        try (RawHttpClient client = connect(LIMITED)) {
            for (int i = 0; i < MAX_REQUESTS; i++) {
                ResponseHead head = site.get(client, path(sequence.charAt(i)));
                assertThat(head.all("Connection"))
                        .as("request %d of %s", i + 1, sequence)
                        .containsExactlyElementsOf(i < MAX_REQUESTS - 1 ? List.of() : List.of("close"));
            }
            assertClosed(client);
        }
    }

    private static String path(char kind) {
        return switch (kind) {
            case 'P' -> Site.PAGE;
            case 'S' -> Site.SHORT;
            default -> Site.LONG;
        };
    }

    /** The fields of a page are the model, on each connector. */
    @ParameterizedTest
    @ValueSource(strings = {TomcatBase.MAIN_ADDRESS, LIMITED, IMPATIENT})
    void keepAliveFieldIsTheOneOfTomcat(String address) {
        try (RawHttpClient client = connect(address)) {
            ResponseHead page = site.get(client, Site.PAGE, "Connection: keep-alive");
            for (String path : new String[] {Site.SHORT, Site.LONG}) {
                ResponseHead download = site.get(client, path, "Connection: keep-alive");
                for (String field : new String[] {"Connection", "Keep-Alive"}) {
                    assertThat(download.all(field)).as("%s of %s", field, path).isEqualTo(page.all(field));
                }
            }
        }
    }

    @Test
    void keepAliveTimeoutCountsFromTheEndOfTheDownload() {
        try (SlowDownload download = SlowDownload.begin(
                tomcat, site, RawHttpClient.connect(IMPATIENT, tomcat.jmx().port(IMPATIENT), 8 * 1024))) {
            long begin = System.nanoTime();
            Patience.await("the download takes longer than the timeout", () -> {
                download.read(1024);
                return System.nanoTime() - begin > 2 * KEEP_ALIVE_TIMEOUT.toNanos();
            });
            assertThat(tomcat.jmx().downloads("ActiveDownloads")).isEqualTo(1);
            long beforeEnd = System.nanoTime();
            assertClosed(download.finish());
            assertThat(Duration.ofNanos(System.nanoTime() - beforeEnd)).isGreaterThan(KEEP_ALIVE_TIMEOUT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Site.SHORT, Site.LONG})
    void idleConnectionIsClosedAfterTheTimeout(String path) {
        try (RawHttpClient client = connect(IMPATIENT)) {
            site.get(client, path);
            site.get(client, Site.PAGE);
            site.get(client, path);
            assertClosed(client);
        }
    }
}
