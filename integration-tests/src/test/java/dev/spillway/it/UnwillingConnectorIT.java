/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A connector that is full, paused or stopped when a download ends gets no connection back: it is closed, in order and
 * after the last byte, also when the client has sent its next request ahead (RFC 9112 sections 9.3 and 9.6; A5, A14).
 */
@EachTomcat
class UnwillingConnectorIT {
    private static final String FULL = "127.0.0.2";
    private static final String FIRST_TO_END = "127.0.0.3";
    private static final String SECOND_TO_END = "127.0.0.4";
    private static final String THIRD_TO_END = "127.0.0.5";
    private static final String FOURTH_TO_END = "127.0.0.6";

    private static Site site;
    private static TomcatProcess tomcat;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        site = new Site(1);
        TomcatBase base = TomcatBase.of(version).shortLived().valve();
        site.install(base.app("ROOT"));
        // One for a connection, and one that the acceptor holds for the next.
        base.connector(FULL, http().with("maxConnections", "2"), "");
        for (String address : new String[] {FIRST_TO_END, SECOND_TO_END, THIRD_TO_END, FOURTH_TO_END}) {
            base.connector(address, http(), "");
        }
        tomcat = TomcatProcess.start(base);
    }

    private static XmlElement http() {
        return new XmlElement("Connector").with("protocol", "HTTP/1.1");
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, site);
    }

    private static SlowDownload begin(String address) {
        int port = tomcat.jmx().port(address);
        return SlowDownload.begin(tomcat, site, RawHttpClient.connect(address, port, 8 * 1024));
    }

    private static void sendAhead(SlowDownload download, boolean isAhead) {
        if (isAhead) {
            download.client().sendGet(Site.PAGE);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fullConnector(boolean isAhead) {
        try (SlowDownload download = begin(FULL);
                RawHttpClient other = RawHttpClient.connect(FULL, tomcat.jmx().port(FULL), 0)) {
            site.get(other, Site.PAGE);
            Patience.await("no room", () -> tomcat.jmx().threadPool("http-nio-" + FULL, "connectionCount") == 2);
            sendAhead(download, isAhead);
            download.finishToClose();
            site.get(other, Site.SHORT);
            site.get(other, Site.PAGE);
        }
        Patience.await("room again", () -> tomcat.jmx().threadPool("http-nio-" + FULL, "connectionCount") == 1);
        try (SlowDownload download = begin(FULL)) {
            site.get(download.finish(), Site.PAGE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        FIRST_TO_END + ",pause,false",
        SECOND_TO_END + ",pause,true",
        THIRD_TO_END + ",stop,false",
        FOURTH_TO_END + ",stop,true"
    })
    void endedConnector(String address, String operation, boolean isAhead) {
        try (SlowDownload download = begin(address)) {
            tomcat.jmx().connector(address, operation);
            sendAhead(download, isAhead);
            download.finishToClose();
        }
        Patience.await("nothing is under way", () -> tomcat.jmx().downloads("ActiveDownloads") == 0);
    }
}
