/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To wait for a turn over TLS is no different. */
@EachTomcat
class QueueTlsIT {
    private static final String TLS = "127.0.0.2";
    private static final int BIG = 32 * SampleFiles.MIB;

    @Parameter
    TomcatVersion version;

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whoeverWaitsIsServedAndMayAskAgain(String protocol) {
        try (SampleFiles samples = new SampleFiles();
                TomcatProcess tomcat = start(samples, "60s");
                RawHttpClient first = RawHttpClient.connectSlow(tomcat.port());
                RawHttpClient second = connect(tomcat, protocol)) {
            first.sendGet("/big.bin", RawHttpClient.CLOSE).readHead();
            second.sendGet("/big.bin").sendGet("/page.html");
            Patience.await("the second waits", () -> tomcat.jmx().downloads("QueueLength") == 1);
            first.receiveToEnd(new CountingSink());
            assertThat(second.readResponse().body()).hasSize(BIG);
            assertThat(second.readResponse().body()).asString().isEqualTo("page");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whoeverLeavesIsGoneAtOnceAndWhoeverWaitsTooLongIsToldSo(String protocol) {
        try (SampleFiles samples = new SampleFiles();
                TomcatProcess tomcat = start(samples, "5s");
                RawHttpClient first = RawHttpClient.connectSlow(tomcat.port());
                RawHttpClient second = connect(tomcat, protocol);
                RawHttpClient third = connect(tomcat, protocol)) {
            first.sendGet("/big.bin").readHead();
            second.sendGet("/big.bin");
            Patience.await("the second waits", () -> tomcat.jmx().downloads("QueueLength") == 1);
            second.finishSending();
            Patience.await("it is gone", () -> tomcat.jmx().downloads("ClientGone") == 1);
            RawResponse waited = third.sendGet("/big.bin").readResponse();
            assertThat(waited.status()).isEqualTo(503);
            assertThat(waited.head().first("Retry-After")).isPresent();
            assertThat(third.receiveToEnd(new CountingSink()).ending()).isEqualTo(Received.Ending.END_OF_STREAM);
        }
    }

    private static RawHttpClient connect(TomcatProcess tomcat, String protocol) {
        return RawHttpClient.over(TlsClient.open(TLS, tomcat.jmx().port(TLS), protocol, 0));
    }

    private TomcatProcess start(SampleFiles samples, String maxQueueWait) {
        TomcatBase base = TomcatBase.of(version).valve("maxActive", "1", "maxQueueWait", maxQueueWait);
        XmlElement connector =
                new XmlElement("Connector").with("protocol", "HTTP/1.1").with("SSLEnabled", "true");
        base.connector(TLS, connector, TlsKeys.hostConfig(base));
        base.app("ROOT").file("page.html", "page").link("big.bin", samples.random("big.bin", BIG));
        return TomcatProcess.start(base);
    }
}
