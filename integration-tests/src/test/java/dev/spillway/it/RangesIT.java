/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts of files: decided by Tomcat, sent by the manager where they are large (A8, A15). */
@EachTomcat
class RangesIT {
    private static final int SIZE = 4 * SampleFiles.MIB;
    private static final long HUGE_SIZE = 3 * SampleFiles.GIB;
    private static final String BIG = "/big.bin";

    private static SampleFiles samples;
    private static byte[] content;
    private static Path huge;
    private static TomcatProcess tomcat;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) throws IOException {
        samples = new SampleFiles();
        Path big = samples.random("big.bin", SIZE);
        content = Files.readAllBytes(big);
        huge = samples.sparse("huge.bin", HUGE_SIZE);
        TomcatBase base = TomcatBase.of(version).shortLived().valve();
        base.app("ROOT").link("big.bin", big).link("huge.bin", huge);
        tomcat = TomcatProcess.start(base);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, samples);
    }

    private static void assertPart(RawResponse response, int first, int last) {
        assertThat(response.status()).isEqualTo(206);
        assertThat(response.head().all("Content-Range")).containsExactly("bytes " + first + "-" + last + "/" + SIZE);
        assertThat(response.head().contentLength()).isEqualTo(last - first + 1);
        assertThat(response.body()).isEqualTo(Arrays.copyOfRange(content, first, last + 1));
    }

    @ParameterizedTest
    @CsvSource({
        "1000-2001000,1000,2001000",
        "2000000-,2000000,4194303",
        "-1500000,2694304,4194303",
        "0-99999999,0,4194303"
    })
    void largePartIsSentByTheManager(String range, int first, int last) {
        RawResponse response =
                Takeovers.byManager(tomcat, () -> RawHttpClient.get(tomcat.port(), BIG, "Range: bytes=" + range));
        assertPart(response, first, last);
    }

    @ParameterizedTest
    @CsvSource({"0-0,0,0", "-1,4194303,4194303", "100-199,100,199"})
    void smallPartIsSentByTomcat(String range, int first, int last) {
        RawResponse response =
                Takeovers.byTomcat(tomcat, () -> RawHttpClient.get(tomcat.port(), BIG, "Range: bytes=" + range));
        assertPart(response, first, last);
    }

    @Test
    void partBehindTheThirdGigabyteIsRight() {
        long first = 5 * SampleFiles.GIB / 2 - 5;
        Takeovers.byManager(tomcat, () -> {
            try (RawHttpClient client = RawHttpClient.connect(tomcat.port());
                    ContentCheck check = ContentCheck.of(huge, first)) {
                ResponseHead head = client.sendGet("/huge.bin", "Range: bytes=" + first + "-", RawHttpClient.CLOSE)
                        .readHead();
                assertThat(head.contentLength()).isEqualTo(HUGE_SIZE - first);
                client.receiveToEnd(check);
                assertThat(check.position()).isEqualTo(HUGE_SIZE);
                return null;
            }
        });
    }

    @Test
    void rangeBehindTheEndIsRefused() {
        RawResponse response =
                Takeovers.byTomcat(tomcat, () -> RawHttpClient.get(tomcat.port(), BIG, "Range: bytes=4194304-"));
        assertThat(response.status()).isEqualTo(416);
        assertThat(response.head().all("Content-Range")).containsExactly("bytes */" + SIZE);
    }

    @Test
    void rangeOfAnotherVersionGetsTheWholeFile() {
        RawResponse response = Takeovers.byManager(
                tomcat, () -> RawHttpClient.get(tomcat.port(), BIG, "Range: bytes=2000000-", "If-Range: \"another\""));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(content);
    }

    @Test
    void severalPartsComeTogether() {
        RawResponse response = Takeovers.byManager(
                tomcat,
                () -> RawHttpClient.get(
                        tomcat.port(), BIG, "Range: bytes=10-1500009,2000000-3500009", RawHttpClient.CLOSE));
        assertThat(response.status()).isEqualTo(206);
        assertThat(response.head().first("Content-Type").orElseThrow()).startsWith("multipart/byteranges");
        String text = new String(response.body(), StandardCharsets.ISO_8859_1);
        assertThat(text.contains(part(10, 1_500_009))).as("first part").isTrue();
        assertThat(text.contains(part(2_000_000, 3_500_009))).as("second part").isTrue();
    }

    private static String part(int first, int last) {
        return "Content-Range: bytes " + first + "-" + last + "/" + SIZE + "\r\n\r\n"
                + new String(content, first, last - first + 1, StandardCharsets.ISO_8859_1) + "\r\n";
    }
}
