/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.it.app.HeaderSendfileServlet;
import dev.spillway.it.app.SendfileServlet;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing is served that lies out of the roots or out of the file, and nothing hangs, when an application names it by
 * Tomcat's sendfile attributes (CVE-2011-2526) or by {@code X-Sendfile}.
 */
@EachTomcat
class HolesIT {
    private static final int SIZE = 2 * SampleFiles.MIB;

    private static SampleFiles samples;
    private static ForbiddenFile forbidden;
    private static Path outside;
    private static Path roots;
    private static TomcatProcess tomcat;
    private static int busyAtRest;

    @Parameter
    TomcatVersion version;

    /** The roots are one folder among others of the samples. */
    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) throws Exception {
        samples = new SampleFiles();
        forbidden = new ForbiddenFile(samples, SIZE);
        outside = forbidden.path();
        roots = Files.createDirectory(samples.directory().resolve("roots"));
        fillRoots();
        TomcatBase base = TomcatBase.of(version).shortLived().valve("minSize", "0", "roots", roots.toString());
        base.app("ROOT")
                .servlet("/send", SendfileServlet.class)
                .servlet("/header", HeaderSendfileServlet.class)
                .file("page.html", "a page");
        tomcat = TomcatProcess.start(base);
        busyAtRest = tomcat.jmx().threadPool("currentThreadsBusy");
    }

    private static void fillRoots() throws IOException {
        Files.createLink(roots.resolve("good.bin"), outside);
        Files.createDirectory(roots.resolve("folder"));
        Path beside = Files.createDirectory(samples.directory().resolve("roots-beside"));
        Files.createLink(beside.resolve("secret.bin"), outside);
        forbidden.lureInto(roots);
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

    private static RawResponse get(String path) {
        return RawHttpClient.get(tomcat.port(), path, RawHttpClient.CLOSE);
    }

    private static RawResponse byAttributes(String file, long start, long end) {
        return get("/send?file=" + encode(file) + "&start=" + start + "&end=" + end);
    }

    private static RawResponse byHeader(String file) {
        return get("/header?file=" + encode(file));
    }

    private static String encode(String file) {
        return URLEncoder.encode(file, StandardCharsets.UTF_8);
    }

    private static void assertServed(Supplier<RawResponse> request) throws IOException {
        RawResponse response = Takeovers.byManager(tomcat, request);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(Files.readAllBytes(outside));
    }

    private static void assertRefused(Supplier<RawResponse> request) {
        RawResponse response = Takeovers.byTomcat(tomcat, request);
        ForbiddenFile.assertNotIn(response);
        assertThat(response.status()).isNotEqualTo(200);
        assertThat(response.head().first("X-Sendfile")).isEmpty();
    }

    /** The same ways and the same bytes, within what is allowed: what is refused below is not refused for its form. */
    @Test
    void whatIsAllowedIsServed() throws IOException {
        String good = roots.resolve("good.bin").toString();
        assertServed(() -> byAttributes(good, 0, SIZE));
        assertServed(() -> byHeader(good));
        assertServed(() -> byHeader(good.replace("good", "%67ood")));
    }

    /** {@code R} stands for the folder that is allowed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "R/../secret.bin",
                "R/folder/../../secret.bin",
                "R/./../roots/../secret.bin",
                "R-beside/secret.bin",
                "R/link.bin",
                "R/folderlink/secret.bin",
                "R/../roots-beside/secret.bin",
                "R/folder",
                "R",
                "R/",
                "R/zero.bin",
                "R/environ.bin",
                "R/fifo.bin",
                "R/nothing.bin",
                "R/folder/nothing/../../../secret.bin",
                "/proc/self/environ",
                "/proc/self/mem",
                "/proc/self/root/etc/passwd",
                "/etc/passwd",
                "/dev/zero",
                "/dev/stdin",
                "secret.bin",
                "../secret.bin",
                "conf/server.xml",
                "file:///etc/passwd",
                "",
                "/"
            })
    void pathOutOfTheRootsIsRefused(String pattern) {
        String path = pattern.replaceFirst("^R", roots.toString());
        assertRefused(() -> byAttributes(path, 0, 100));
        assertRefused(() -> byAttributes(path, 0, SIZE));
        if (!path.isEmpty()) {
            assertRefused(() -> byHeader(path));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "R/%2e%2e/secret.bin",
                "R/%2E%2E%2Fsecret.bin",
                "R/%252e%252e/secret.bin",
                "R/..%2fsecret.bin",
                "R/..\\secret.bin",
                "R/..%5csecret.bin",
                "R\\..\\secret.bin",
                "R/good.bin%00",
                "R/good.bin%00.html",
                "R/%00/../secret.bin",
                "R/%c0%ae%c0%ae/secret.bin",
                "R/good.bin%0d%0aX-Injected: yes",
                "%2fetc%2fpasswd"
            })
    void encodedPathOutOfTheRootsIsRefused(String pattern) {
        String path = pattern.replaceFirst("^R", roots.toString());
        assertRefused(() -> byHeader(path));
        assertRefused(() -> byAttributes(path, 0, SIZE));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2097153",
        "2097152, 2097153",
        "2097153, 2097154",
        "-1, 1000",
        "-1000, -1",
        "-9223372036854775808, -9223372036854775800",
        "9223372036854775806, 9223372036854775807",
        "0, 9223372036854775807",
        "0, 4294967296",
        "4294967296, 4294967396"
    })
    void regionOutOfTheFileIsRefused(long start, long end) {
        assertRefused(() -> byAttributes(roots.resolve("good.bin").toString(), start, end));
    }

    /** The difference of the two is negative, zero, or too large for 64 bits: no byte belongs to such an answer. */
    @ParameterizedTest
    @CsvSource({
        "1000, 10",
        "1000, 1000",
        "0, -1",
        "9223372036854775807, 0",
        "-9223372036854775808, 9223372036854775807",
        "9223372036854775807, -9223372036854775808"
    })
    void regionWithoutLengthHasNoBytes(long start, long end) {
        String good = roots.resolve("good.bin").toString();
        ForbiddenFile.assertNotIn(Takeovers.byTomcat(tomcat, () -> byAttributes(good, start, end)));
        assertRefused(() -> byAttributes(outside.toString(), start, end));
    }
}
