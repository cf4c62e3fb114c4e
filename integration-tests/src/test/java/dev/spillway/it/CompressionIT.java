/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connector that compresses does not spoil length and bytes of an answer that the manager sends (A1, A8). */
@EachTomcat
class CompressionIT {
    private static final String ON = TomcatBase.MAIN_ADDRESS;
    private static final String FORCE = "127.0.0.2";
    private static final int BIG_BYTES = 8 * SampleFiles.MIB;

    private static SampleFiles samples;
    private static Path big;
    private static Path page;
    private static TomcatProcess tomcat;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        samples = new SampleFiles();
        big = samples.text("big.txt", BIG_BYTES);
        page = samples.text("page.txt", 20 * SampleFiles.KIB);
        TomcatBase base = TomcatBase.of(version).shortLived().valve().connector("compression", "on");
        base.connector(FORCE, new XmlElement("Connector").with("compression", "force"), "");
        base.app("ROOT").link("big.txt", big).link("page.txt", page);
        tomcat = TomcatProcess.start(base);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, samples);
    }

    private static RawResponse get(String address, String path) {
        try (RawHttpClient client = RawHttpClient.connect(address, tomcat.jmx().port(address), 0)) {
            return client.sendGet(path, "Accept-Encoding: gzip").readResponse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ON, FORCE})
    void largeTextArrivesAsItIs(String address) throws IOException {
        RawResponse response = Takeovers.byManager(tomcat, () -> get(address, "/big.txt"));
        assertThat(response.head().all("Content-Encoding")).isEmpty();
        assertThat(response.head().all("Transfer-Encoding")).isEmpty();
        assertThat(response.head().contentLength()).isEqualTo(BIG_BYTES);
        assertThat(response.body()).isEqualTo(Files.readAllBytes(big));
        assertThat(response.ending()).isEqualTo(Received.Ending.ENOUGH);
    }

    /** Else the tests above would pass with a connector that does not compress at all. */
    @Test
    void pageIsCompressedByTomcat() throws IOException {
        RawResponse response = Takeovers.byTomcat(tomcat, () -> get(ON, "/page.txt"));
        assertThat(response.head().all("Content-Encoding")).containsExactly("gzip");
        try (GZIPInputStream text = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            assertThat(text.readAllBytes()).isEqualTo(Files.readAllBytes(page));
        }
    }
}
