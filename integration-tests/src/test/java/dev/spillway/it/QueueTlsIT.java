/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To wait for a turn over TLS is no different. */
@EachTomcat
class QueueTlsIT {
    private static final String TLS = "127.0.0.2";
    private static final int BIG = 32 * SampleFiles.MIB;

    private static SampleFiles samples;
    private static TomcatProcess patient;
    private static TomcatProcess impatient;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        samples = new SampleFiles();
        samples.random("big.bin", BIG);
        patient = start(version, "5m");
        impatient = start(version, "500ms");
    }

    private static TomcatProcess start(TomcatVersion version, String maxQueueWait) {
        TomcatBase base = TomcatBase.of(version).shortLived().valve("maxActive", "1", "maxQueueWait", maxQueueWait);
        XmlElement connector =
                new XmlElement("Connector").with("protocol", "HTTP/1.1").with("SSLEnabled", "true");
        base.connector(TLS, connector, TlsKeys.hostConfig(base));
        base.app("ROOT")
                .file("page.html", "page")
                .link("big.bin", samples.directory().resolve("big.bin"));
        return TomcatProcess.start(base);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(patient, impatient, samples);
    }

    private static RawHttpClient connect(TomcatProcess tomcat, String protocol) {
        return RawHttpClient.over(TlsClient.open(TLS, tomcat.jmx().port(TLS), protocol, 0));
    }

    /** Takes the only place. */
    private static RawHttpClient first(TomcatProcess tomcat) {
        Patience.await("nothing is under way", () -> tomcat.jmx().downloads("ActiveDownloads") == 0);
        RawHttpClient first = RawHttpClient.connectSlow(tomcat.port());
        first.sendGet("/big.bin", RawHttpClient.CLOSE).readHead();
        return first;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whoeverWaitsIsServedAndMayAskAgain(String protocol) {
        try (RawHttpClient first = first(patient);
                RawHttpClient second = connect(patient, protocol)) {
            second.sendGet("/big.bin").sendGet("/page.html");
            Patience.await("the second waits", () -> patient.jmx().downloads("QueueLength") == 1);
            first.receiveToEnd(new CountingSink());
            assertThat(second.readResponse().body()).hasSize(BIG);
            assertThat(second.readResponse().body()).asString().isEqualTo("page");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whoeverLeavesIsGoneAtOnce(String protocol) {
        long gone = patient.jmx().downloads("ClientGone");
        try (RawHttpClient first = first(patient);
                RawHttpClient second = connect(patient, protocol)) {
            second.sendGet("/big.bin");
            Patience.await("the second waits", () -> patient.jmx().downloads("QueueLength") == 1);
            second.finishSending();
            Patience.await("it is gone", () -> patient.jmx().downloads("ClientGone") == gone + 1);
            first.receiveToEnd(new CountingSink());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whoeverWaitsTooLongIsToldSo(String protocol) {
        try (RawHttpClient first = first(impatient);
                RawHttpClient second = connect(impatient, protocol)) {
            RawResponse waited = second.sendGet("/big.bin").readResponse();
            assertThat(waited.status()).isEqualTo(503);
            assertThat(waited.head().first("Retry-After")).isPresent();
            assertThat(second.receiveToEnd(new CountingSink()).ending()).isEqualTo(Received.Ending.END_OF_STREAM);
            first.receiveToEnd(new CountingSink());
        }
    }
}
