/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** On connectors whose sockets can't be taken over, large files come from Tomcat itself, whole; TLS can be (A1, A4). */
@EachTomcat
class OtherConnectorsIT {
    private static final int SIZE = 4 * SampleFiles.MIB;
    private static final String NIO2 = "127.0.0.2";
    private static final String HTTP2 = "127.0.0.3";
    private static final String AJP = "127.0.0.4";
    private static final String TLS = "127.0.0.5";
    private static final String NO_SENDFILE = "127.0.0.6";
    private static final String PASSWORD = "changeit";

    private static SampleFiles samples;
    private static Path big;
    private static TomcatProcess tomcat;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) throws Exception {
        samples = new SampleFiles();
        big = samples.random("big.bin", SIZE);
        TomcatBase base = TomcatBase.of(version).shortLived().valve();
        base.app("ROOT").link("big.bin", big);
        base.connector(NIO2, connector("org.apache.coyote.http11.Http11Nio2Protocol"), "");
        base.connector(
                HTTP2,
                connector("HTTP/1.1"),
                new XmlElement("UpgradeProtocol")
                        .with("className", "org.apache.coyote.http2.Http2Protocol")
                        .toString());
        base.connector(AJP, connector("AJP/1.3").with("secretRequired", "false"), "");
        base.connector(NO_SENDFILE, connector("HTTP/1.1").with("useSendfile", "false"), "");
        base.connector(TLS, connector("HTTP/1.1").with("SSLEnabled", "true"), tlsHost(base));
        tomcat = TomcatProcess.start(base);
    }

    private static XmlElement connector(String protocol) {
        return new XmlElement("Connector").with("protocol", protocol);
    }

    private static String tlsHost(TomcatBase base) throws IOException, InterruptedException {
        Path keys = base.directory().resolve("conf/keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        XmlElement certificate = new XmlElement("Certificate")
                .with("certificateKeystoreFile", keys.toString())
                .with("certificateKeystorePassword", PASSWORD);
        return new XmlElement("SSLHostConfig").around(certificate.toString());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, samples);
    }

    /** Fetches the file with curl; gives the number of bytes that were right. */
    private static long curl(String scheme, String address, String... options) {
        String url = scheme + "://" + address + ":" + tomcat.jmx().port(address) + "/big.bin";
        try (ContentCheck check = ContentCheck.of(big)) {
            ExternalClient.CURL.fetch(url, check, options);
            return check.position();
        }
    }

    private static void arrivesFromTomcat(String address, String... options) {
        assertThat(Takeovers.byTomcat(tomcat, () -> curl("http", address, options)))
                .isEqualTo(SIZE);
    }

    @Test
    void nio2() {
        arrivesFromTomcat(NIO2);
    }

    @Test
    void http2() {
        arrivesFromTomcat(HTTP2, "--http2-prior-knowledge");
    }

    @Test
    void tlsIsTakenOver() {
        assertThat(Takeovers.byManager(tomcat, () -> curl("https", TLS, "--insecure")))
                .isEqualTo(SIZE);
    }

    @Test
    void connectorWithoutSendfile() {
        arrivesFromTomcat(NO_SENDFILE);
    }

    @Test
    void ajp() throws IOException {
        byte[] body =
                Takeovers.byTomcat(tomcat, () -> AjpClient.get(AJP, tomcat.jmx().port(AJP), "/big.bin"));
        assertThat(body).isEqualTo(Files.readAllBytes(big));
    }

    @Test
    void plainHttpBesideThemIsTakenOver() throws IOException {
        byte[] body = Takeovers.byManager(tomcat, () -> RawHttpClient.get(tomcat.port(), "/big.bin"))
                .body();
        assertThat(body).isEqualTo(Files.readAllBytes(big));
    }
}
