/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.it.app.SendfileServlet;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no file, or no part of one, hangs nothing, whether it is in the docroot or named by an application (A3). */
@EachTomcat
class OddFilesIT {
    private static final int SIZE = 2 * SampleFiles.MIB;

    private static SampleFiles samples;
    private static Path big;
    private static Path fifo;
    private static TomcatProcess tomcat;
    private static int busyAtRest;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) throws Exception {
        samples = new SampleFiles();
        big = samples.random("big.bin", SIZE);
        TomcatBase base = TomcatBase.of(version).shortLived().valve("minSize", "0");
        WebApp root = base.app("ROOT")
                .webXml("""
                        <servlet><servlet-name>send</servlet-name>
                        <servlet-class>dev.spillway.it.app.SendfileServlet</servlet-class></servlet>
                        <servlet-mapping><servlet-name>send</servlet-name><url-pattern>/send</url-pattern></servlet-mapping>
                        """)
                .classes(SendfileServlet.class)
                .file("page.html", "a page")
                .file("empty.bin", new byte[0]);
        Files.createDirectory(root.path("directory.bin"));
        fifo = root.path("fifo.bin");
        makeFifo(fifo);
        tomcat = TomcatProcess.start(base);
        busyAtRest = tomcat.jmx().threadPool("currentThreadsBusy");
    }

    private static void makeFifo(Path path) throws IOException, InterruptedException {
        Process mkfifo =
                new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
        assertThat(mkfifo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(mkfifo.exitValue()).isZero();
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, samples);
    }

    @AfterEach
    void nothingHangs() {
        assertThat(RawHttpClient.get(tomcat.port(), "/page.html").text()).isEqualTo("a page");
        Patience.await("no thread is held", () -> tomcat.jmx().threadPool("currentThreadsBusy") <= busyAtRest);
        Patience.await("nothing is under way", () -> tomcat.jmx().downloads("ActiveDownloads") == 0);
        Patience.await("no file is held", () -> tomcat.jmx().downloads("OpenFiles") == 0);
    }

    private static RawResponse send(String file, long start, long end) {
        String encoded = URLEncoder.encode(file, StandardCharsets.UTF_8);
        return RawHttpClient.get(
                tomcat.port(), "/send?file=" + encoded + "&start=" + start + "&end=" + end, RawHttpClient.CLOSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fifo.bin", "/directory.bin", "/directory.bin/", "/empty.bin"})
    void docrootWithOddFilesAnswers(String path) {
        RawResponse response =
                Takeovers.byTomcat(tomcat, () -> RawHttpClient.get(tomcat.port(), path, RawHttpClient.CLOSE));
        assertThat(response.status()).isIn(200, 302, 404);
        assertThat(response.body().length).as("length of the body").isLessThan(SampleFiles.MIB);
    }

    @Test
    void applicationMaySendAPartOfAnyFile() throws IOException {
        RawResponse response = Takeovers.byManager(tomcat, () -> send(big.toString(), 1000, SIZE - 1000));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(Arrays.copyOfRange(Files.readAllBytes(big), 1000, SIZE - 1000));
    }

    @Test
    void fifoNamedByAnApplicationIsRefused() {
        assertRefused(() -> send(fifo.toString(), 0, SIZE));
    }

    @Test
    void directoryNamedByAnApplicationIsRefused() {
        assertRefused(() -> send(fifo.resolveSibling("directory.bin").toString(), 0, SIZE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nonexistent/file.bin", "", "relative.bin", "/dev/zero", "/proc/self/mem"})
    void whatIsNoFileIsRefused(String name) {
        assertRefused(() -> send(name, 0, SIZE));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2097153",
        "2097152, 2097153",
        "-1, 1000",
        "9223372036854775806, 9223372036854775807",
        "0, 9223372036854775807"
    })
    void regionThatIsNotInTheFileIsRefused(long start, long end) {
        assertRefused(() -> send(big.toString(), start, end));
    }

    private static void assertRefused(Supplier<RawResponse> request) {
        RawResponse response = Takeovers.byTomcat(tomcat, request);
        assertThat(response.status()).isIn(404, 500);
        assertThat(response.body().length).isLessThan(SIZE);
    }

    /** Of no length that can be counted: no download by the rules, and what Tomcat makes of it must end. */
    @ParameterizedTest
    @CsvSource({"1000, 10", "1000, 1000", "-9223372036854775808, 9223372036854775807"})
    void regionWithoutLengthEndsTheAnswer(long start, long end) {
        RawResponse response = Takeovers.byTomcat(tomcat, () -> send(big.toString(), start, end));
        assertThat(response.body().length).isLessThan(SIZE);
    }
}
