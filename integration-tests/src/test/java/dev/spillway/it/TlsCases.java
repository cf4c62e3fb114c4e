/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Downloads over TLS 1.2 and 1.3 are taken over, byte for byte, and the connections go on (A4, A8, A10), whoever does the
 * TLS in Tomcat.
 */
abstract class TlsCases {
    private static final String TLS = "127.0.0.2";
    private static final int SLOW = 8 * SampleFiles.KIB;

    private static Site site;
    private static TomcatProcess tomcat;

    @Parameter
    TomcatVersion version;

    /** Starts Tomcat with a connector for TLS. */
    static void start(TomcatBase base, XmlElement connector) {
        site = new Site(2);
        site.install(base.valve().app("ROOT"));
        connector.with("protocol", "HTTP/1.1").with("SSLEnabled", "true").with("maxKeepAliveRequests", "-1");
        base.connector(TLS, connector, TlsKeys.hostConfig(base));
        tomcat = TomcatProcess.start(base);
    }

    static TomcatProcess tomcat() {
        return tomcat;
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, site);
    }

    @AfterEach
    void nothingIsUnderWay() {
        Patience.await("nothing is under way", () -> tomcat.jmx().downloads("ActiveDownloads") == 0);
        assertThat(tomcat.jmx().downloads("Failed")).isZero();
    }

    private static int port() {
        return tomcat.jmx().port(TLS);
    }

    private static RawHttpClient connect(String protocol, int receiveBuffer) {
        return RawHttpClient.over(TlsClient.open(TLS, port(), protocol, receiveBuffer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void arrivesAtCurl(String protocol) {
        Takeovers.byManager(tomcat, () -> {
            try (ContentCheck check = ContentCheck.of(site.file(Site.LONG))) {
                String url = "https://" + TLS + ":" + port() + Site.LONG;
                ExternalClient.CURL.fetch(url, check, "--insecure", "--tlsv" + protocol, "--tls-max", protocol);
                assertThat(check.position()).isEqualTo(Site.LONG_BYTES);
                return null;
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, 0", "TLSv1.3, 0", "TLSv1.2, 8192", "TLSv1.3, 8192"})
    void connectionGoesOn(String protocol, int receiveBuffer) {
        try (RawHttpClient client = connect(protocol, receiveBuffer)) {
            for (String path : List.of(Site.SHORT, Site.PAGE, Site.LONG, Site.LONG, Site.PAGE, Site.SHORT, Site.PAGE)) {
                assertThat(site.get(client, path).all("Connection")).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, /long0.bin", "TLSv1.3, /long0.bin", "TLSv1.2, /short0.bin", "TLSv1.3, /short0.bin"})
    void requestsAreSplitOverRecords(String protocol, String first) {
        List<Ask> asks = new ArrayList<>();
        for (String path : List.of(first, "/short1.bin", "/page0.html", "/long1.bin", "/page1.html")) {
            asks.add(Ask.whole(site, path));
        }
        Pipeline pipeline = new Pipeline(asks);
        int second = asks.get(0).request().length();
        for (int split : new int[] {second - 2, second, second + 1, second + 30}) {
            try (RawHttpClient client = connect(protocol, SLOW)) {
                client.send(pipeline.bytes().substring(0, split));
                pipeline.receive(client.send(pipeline.bytes().substring(split)));
            }
        }
    }

    /** Less than the read buffer of Tomcat, more than it, and more than a record of TLS can hold. */
    @ParameterizedTest
    @CsvSource({
        "TLSv1.2, 20",
        "TLSv1.3, 20",
        "TLSv1.2, 150",
        "TLSv1.3, 150",
        "TLSv1.2, 240",
        "TLSv1.3, 240",
        "TLSv1.2, 400",
        "TLSv1.3, 400"
    })
    void requestsThatAreSentAheadDuringTheDownload(String protocol, int count) {
        Pipeline ahead = new Pipeline(Collections.nCopies(count, Ask.whole(site, Site.PAGE)));
        try (SlowDownload download = SlowDownload.begin(tomcat, site, connect(protocol, SLOW))) {
            download.client().send(ahead.bytes());
            ahead.receive(download.finish());
        }
    }

    @Test
    void clientAsksForNewKeysInTheMiddle() throws IOException {
        startsHandshakeInTheMiddle("TLSv1.3");
    }

    /** With TLS 1.3 that means new keys, with 1.2 a new handshake. */
    static void startsHandshakeInTheMiddle(String protocol) throws IOException {
        SSLSocket socket = TlsClient.open(TLS, port(), protocol, SLOW);
        try (SlowDownload download = SlowDownload.begin(tomcat, site, RawHttpClient.over(socket))) {
            socket.startHandshake();
            CpuWatch cpu = new CpuWatch(tomcat);
            Patience.await("the server waits for the client without spinning", cpu::isIdle);
            site.get(download.finish(), Site.PAGE);
        }
    }
}
