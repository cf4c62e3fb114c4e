/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Large files arrive byte for byte at clients of all kinds, and the manager sends them (A1, A4, A8, A16). */
@EachTomcat
class DownloadIT {
    private static final int PAGE_BYTES = SampleFiles.KIB;
    // Beyond what an int can count.
    private static final long HUGE_BYTES = 2 * SampleFiles.GIB + 16 * SampleFiles.MIB;
    private static final String RANDOM = "/random.bin";
    private static final String HUGE = "/huge.iso";

    private static SampleFiles samples;
    private static Path page;
    private static Path random;
    private static Path huge;
    private static TomcatProcess tomcat;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        samples = new SampleFiles();
        page = samples.random("page.html", PAGE_BYTES);
        random = samples.random("random.bin", 100 * SampleFiles.MIB);
        huge = samples.sparse("huge.iso", HUGE_BYTES);
        TomcatBase base = TomcatBase.of(version).valve();
        base.app("ROOT")
                .link("page.html", page)
                .link("random.bin", random)
                .link("with space \u00e9.bin", random)
                .link("huge.iso", huge);
        tomcat = TomcatProcess.start(base);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, samples);
    }

    private static String url(String path) {
        return "http://" + TomcatBase.MAIN_ADDRESS + ":" + tomcat.port() + path;
    }

    /** Lets a client write a body into a check against the file; the manager has to be the one who sent it. */
    private static void arrives(Path file, long length, Consumer<OutputStream> client) {
        Takeovers.byManager(tomcat, () -> {
            try (ContentCheck check = ContentCheck.of(file)) {
                client.accept(check);
                assertThat(check.position()).isEqualTo(length);
                return null;
            }
        });
    }

    private static void arrivesRaw(Path file, String path, long length) {
        arrives(file, length, sink -> {
            try (RawHttpClient client = RawHttpClient.connect(tomcat.port()).sendGet(path, RawHttpClient.CLOSE)) {
                ResponseHead head = client.readHead();
                assertThat(head.status()).isEqualTo(200);
                assertThat(head.contentLength()).isEqualTo(length);
                assertThat(client.receiveToEnd(sink).ending()).isEqualTo(Received.Ending.END_OF_STREAM);
            }
        });
    }

    @Test
    void hugeFileArrivesAtRawClient() {
        arrivesRaw(huge, HUGE, HUGE_BYTES);
    }

    @Test
    void hugeFileArrivesAtCurl() {
        arrives(huge, HUGE_BYTES, sink -> ExternalClient.CURL.fetch(url(HUGE), sink));
    }

    @Test
    void hugeFileArrivesAtWget() {
        arrives(huge, HUGE_BYTES, sink -> ExternalClient.WGET.fetch(url(HUGE), sink));
    }

    @Test
    void randomFileArrivesAtRawClient() {
        arrivesRaw(random, RANDOM, 100 * SampleFiles.MIB);
    }

    @Test
    void randomFileArrivesAtCurl() {
        arrives(random, 100 * SampleFiles.MIB, sink -> ExternalClient.CURL.fetch(url(RANDOM), sink));
    }

    @Test
    void randomFileArrivesAtWget() {
        arrives(random, 100 * SampleFiles.MIB, sink -> ExternalClient.WGET.fetch(url(RANDOM), sink));
    }

    @Test
    void fileWithEncodedNameArrives() {
        arrivesRaw(random, "/with%20space%20%C3%A9.bin", 100 * SampleFiles.MIB);
    }

    @Test
    void pageIsAnsweredByTomcat() {
        RawResponse response = Takeovers.byTomcat(tomcat, () -> RawHttpClient.get(tomcat.port(), "/page.html"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).hasSize(PAGE_BYTES).isEqualTo(bytes(page));
    }

    @Test
    void oldClientWithoutHostHeaderGetsTheWholeFile() {
        arrives(random, 100 * SampleFiles.MIB, sink -> {
            try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
                client.send("GET " + RANDOM + " HTTP/1.0\r\n\r\n");
                assertThat(client.readHead().status()).isEqualTo(200);
                assertThat(client.receiveToEnd(sink).ending()).isEqualTo(Received.Ending.END_OF_STREAM);
            }
        });
    }

    @Test
    void headIsTheOneThatTomcatWouldSend() {
        ResponseHead ofHead = headOf("HEAD");
        ResponseHead ofGet = Takeovers.byManager(tomcat, () -> headOf("GET"));
        assertThat(ofGet.statusLine()).isEqualTo(ofHead.statusLine());
        assertThat(withoutConnection(ofGet)).containsExactlyInAnyOrderElementsOf(withoutConnection(ofHead));
        assertThat(ofGet.all("Date")).hasSize(1);
        assertThat(ofGet.all("Connection")).containsExactly("close");
    }

    private static ResponseHead headOf(String method) {
        try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
            return client.send(method + " " + RANDOM + " HTTP/1.1\r\nHost: localhost\r\n" + RawHttpClient.CLOSE
                            + "\r\n\r\n")
                    .readHead();
        }
    }

    /** All but what belongs to this very connection or second. */
    private static List<ResponseHead.Field> withoutConnection(ResponseHead head) {
        List<String> own = List.of("connection", "keep-alive", "date");
        return head.fields().stream()
                .filter(field -> !own.contains(field.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** Input that nobody reads turns a close into a reset, which can destroy what is still on its way to the client. */
    @Test
    void bytesThatTheClientSendsMeanwhileSpoilNothing() {
        arrives(random, 100 * SampleFiles.MIB, sink -> {
            try (RawHttpClient client = RawHttpClient.connectSlow(tomcat.port())) {
                client.sendGet(RANDOM, RawHttpClient.CLOSE);
                client.readHead();
                client.receive(sink, SampleFiles.MIB);
                client.send("GET /page.html HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(50));
                assertThat(client.receiveToEnd(sink).ending()).isEqualTo(Received.Ending.END_OF_STREAM);
            }
        });
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void runsOnTheWantedTomcat() {
        assertThat(RawHttpClient.get(tomcat.port(), "/nothing-here").text())
                .contains(version == TomcatVersion.TOMCAT_11 ? "Apache Tomcat/11.0." : "Apache Tomcat/10.1.");
    }
}
