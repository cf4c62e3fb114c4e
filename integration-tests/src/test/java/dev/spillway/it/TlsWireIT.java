/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What somebody on the wire sees of a download over TLS, as RFC 8446 sections 5.1 and 6.1 and RFC 5246 section 7.2.1
 * want it, and many of them at once (A4, A6).
 */
@EachTomcat
class TlsWireIT {
    private static final String TLS = "127.0.0.2";
    private static final String FILE = "/text.txt";
    private static final int FILE_BYTES = 16 * SampleFiles.MIB;
    private static final int READ_BEFORE = SampleFiles.MIB;
    private static final int SLOW = 8 * SampleFiles.KIB;
    // Long enough not to turn up by chance in so many bytes that look like random ones.
    private static final List<String> SECRETS =
            List.of("of a long text", "GET /text.txt", "HTTP/1.1", "Content-Length", "ETag: W/\"", "Last-Modified");
    private static final int CLIENTS = 200;
    private static final int MAX_CONNECTIONS = 50;
    private static final int ROUNDS = 3;
    private static final int BYTES_PER_ROUND = 64 * SampleFiles.KIB;

    // The record layer: type, version in two bytes, length in two bytes.
    private static final int RECORD_HEAD_BYTES = 5;
    private static final int ALERT = 21;
    private static final int APPLICATION_DATA = 23;
    // With TLS 1.3 an alert looks like data: level, description, the true type, and a tag of 16 bytes.
    private static final int ENCRYPTED_ALERT_BYTES = 2 + 1 + 16;
    // What the JDK puts after the true type, as RFC 8446 section 5.4 allows it.
    private static final int PADDING_BYTES = 16;

    private static SampleFiles samples;
    private static Path file;
    private static TomcatProcess tomcat;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        samples = new SampleFiles();
        file = samples.text("text.txt", FILE_BYTES);
        TomcatBase base = TomcatBase.of(version).valve();
        base.app("ROOT").link("text.txt", file);
        XmlElement connector = new XmlElement("Connector")
                .with("protocol", "HTTP/1.1")
                .with("SSLEnabled", "true")
                .with("maxThreads", "4")
                .with("maxConnections", Integer.toString(MAX_CONNECTIONS));
        base.connector(TLS, connector, TlsKeys.hostConfig(base));
        tomcat = TomcatProcess.start(base);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, samples);
    }

    private static RawHttpClient over(RecordingProxy proxy, String protocol) {
        return RawHttpClient.over(TlsClient.open(TomcatBase.MAIN_ADDRESS, proxy.port(), protocol, SLOW));
    }

    private static void download(RawHttpClient client) {
        try (ContentCheck check = ContentCheck.of(file)) {
            ResponseHead head = client.sendGet(FILE, RawHttpClient.CLOSE).readHead();
            assertThat(head.contentLength()).isEqualTo(FILE_BYTES);
            assertThat(client.receiveToEnd(check)).isEqualTo(new Received(FILE_BYTES, Received.Ending.END_OF_STREAM));
        }
    }

    private static List<String> secretsIn(RecordingProxy proxy) {
        String seen = new String(proxy.serverBytes(), StandardCharsets.ISO_8859_1)
                + new String(proxy.clientBytes(), StandardCharsets.ISO_8859_1);
        return SECRETS.stream().filter(seen::contains).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void nothingIsInClearAndTheEndIsAnnounced(String protocol) {
        Takeovers.byManager(tomcat, () -> {
            try (RecordingProxy proxy = RecordingProxy.to(TLS, tomcat.jmx().port(TLS));
                    RawHttpClient client = over(proxy, protocol)) {
                download(client);
                assertThat(secretsIn(proxy)).isEmpty();
                assertThat(endsWithAlert(proxy.serverBytes(), protocol))
                        .as("close_notify before the end")
                        .isTrue();
                return null;
            }
        });
    }

    /** What is looked for does show without TLS. */
    @Test
    void plainDownloadIsSeen() {
        try (RecordingProxy proxy = RecordingProxy.to(TomcatBase.MAIN_ADDRESS, tomcat.port());
                RawHttpClient client = RawHttpClient.connect(proxy.port())) {
            download(client);
            assertThat(secretsIn(proxy)).isEqualTo(SECRETS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void endOfACutDownloadIsNotAnnounced(String protocol) throws IOException {
        byte[] content = Files.readAllBytes(file);
        long changed = tomcat.jmx().downloads("FileChanged");
        try (RecordingProxy proxy = RecordingProxy.to(TLS, tomcat.jmx().port(TLS));
                RawHttpClient client = over(proxy, protocol)) {
            client.sendGet(FILE, RawHttpClient.CLOSE).readHead();
            CountingSink sink = new CountingSink();
            client.receive(sink, READ_BEFORE);
            SampleFiles.truncate(file, READ_BEFORE);
            client.receiveToEnd(sink);
            assertThat(sink.count()).isBetween((long) READ_BEFORE, FILE_BYTES - 1L);
            assertThat(endsWithAlert(proxy.serverBytes(), protocol))
                    .as("close_notify before the end")
                    .isFalse();
            Patience.await("outcome", () -> tomcat.jmx().downloads("FileChanged") == changed + 1);
        } finally {
            Files.write(file, content);
        }
    }

    /** Whether the last record is an alert, and whole. */
    private static boolean endsWithAlert(byte[] stream, String protocol) {
        ByteBuffer records = ByteBuffer.wrap(stream);
        int type = 0;
        int length = 0;
        while (records.remaining() >= RECORD_HEAD_BYTES) {
            type = records.get();
            records.getShort();
            length = records.getShort();
            if (records.remaining() < length) {
                return false;
            }
            records.position(records.position() + length);
        }
        boolean alert = protocol.equals("TLSv1.2")
                ? type == ALERT
                : type == APPLICATION_DATA
                        && (length == ENCRYPTED_ALERT_BYTES || length == ENCRYPTED_ALERT_BYTES + PADDING_BYTES);
        return alert && !records.hasRemaining();
    }

    /** All are begun, and then go on in turn, by little: none has to wait for another one's end. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void manySlowClientsAdvanceAtOnce(String protocol) {
        Patience.await("nothing is under way", () -> tomcat.jmx().downloads("ActiveDownloads") == 0);
        int port = tomcat.jmx().port(TLS);
        List<RawHttpClient> clients = new ArrayList<>();
        List<ContentCheck> checks = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(RawHttpClient.over(TlsClient.open(TLS, port, protocol, SLOW)));
                checks.add(ContentCheck.of(file));
                clients.get(i).sendGet(FILE).readHead();
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < CLIENTS; i++) {
                    assertThat(clients.get(i).receive(checks.get(i), BYTES_PER_ROUND))
                            .isEqualTo(new Received(BYTES_PER_ROUND, Received.Ending.ENOUGH));
                }
                Patience.await("all are under way", () -> tomcat.jmx().downloads("ActiveDownloads") == CLIENTS);
            }
            assertThat(tomcat.jmx().threadPool("https-jsse-nio-" + TLS, "connectionCount"))
                    .isLessThan(MAX_CONNECTIONS);
        } finally {
            clients.forEach(RawHttpClient::close);
            checks.forEach(ContentCheck::close);
        }
        Patience.await("nothing is under way", () -> tomcat.jmx().downloads("ActiveDownloads") == 0);
    }
}
