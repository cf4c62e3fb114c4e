/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No path of a request leads out of the docroot, and none hangs: what Tomcat refuses stays refused (A1, A3). */
@EachTomcat
class StaticPathsIT {
    private static final int SIZE = 2 * SampleFiles.MIB;

    private static SampleFiles samples;
    private static ForbiddenFile forbidden;
    private static TomcatProcess tomcat;
    private static int busyAtRest;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) throws IOException {
        samples = new SampleFiles();
        forbidden = new ForbiddenFile(samples, SIZE);
        TomcatBase base = TomcatBase.of(version).shortLived().valve("minSize", "0");
        WebApp root =
                base.app("ROOT").webXml("").file("page.html", "a page").link("folder/shown.bin", forbidden.path());
        forbidden.lureInto(root.path("page.html").getParent());
        Files.createLink(base.directory().resolve("webapps").resolve(ForbiddenFile.NAME), forbidden.path());
        Files.createLink(base.directory().resolve(ForbiddenFile.NAME), forbidden.path());
        tomcat = TomcatProcess.start(base);
        busyAtRest = tomcat.jmx().threadPool("currentThreadsBusy");
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

    /** The same bytes, by paths that are as odd but stay inside. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/folder/shown.bin", "/folder/../folder/%73hown.bin", "/./folder/%2e%2e/folder/shown.bin",
                "//folder/shown.bin", "/folder;x=y/shown.bin", "/nothing/../folder/shown.bin"
            })
    void pathInTheDocrootIsServed(String path) throws IOException {
        RawResponse response = Takeovers.byManager(tomcat, () -> get(path));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(Files.readAllBytes(forbidden.path()));
    }

    /** The docroot is {@code webapps/ROOT}; there is a file of that name both one and two folders up. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.bin",
                "/../../secret.bin",
                "/folder/../../secret.bin",
                "/%2e%2e/secret.bin",
                "/%2E%2E/%2E%2E/secret.bin",
                "/..%2fsecret.bin",
                "/%2e%2e%2fsecret.bin",
                "/%252e%252e/secret.bin",
                "/%252e%252e%252fsecret.bin",
                "/..\\secret.bin",
                "/folder\\..\\..\\secret.bin",
                "/..%5csecret.bin",
                "/%5c..%5csecret.bin",
                "/..;/secret.bin",
                "/..;x=y/secret.bin",
                "//../secret.bin",
                "/.../secret.bin",
                "/folder/shown.bin%00",
                "/folder/shown.bin%00.html",
                "/%00/../secret.bin",
                "/%c0%ae%c0%ae/secret.bin",
                "/link.bin",
                "/folderlink/secret.bin",
                "/zero.bin",
                "/environ.bin",
                "/fifo.bin",
                "/../../conf/server.xml",
                "/WEB-INF/web.xml",
                "/folder/../WEB-INF/web.xml",
                "/%57EB-INF/web.xml",
                "/proc/self/environ",
                "//proc/self/environ"
            })
    void pathOutOfTheDocrootIsNotServed(String path) {
        RawResponse response = Takeovers.byTomcat(tomcat, () -> get(path));
        ForbiddenFile.assertNotIn(response);
        if (!path.equals("/fifo.bin")) {
            assertThat(response.status()).isNotEqualTo(200);
        }
    }
}
