/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tomcat remembers files for some seconds; a file replaced within them must not come as a complete mix (A3). */
@EachTomcat
class StaleCacheIT {
    private static final int SIZE = 3 * SampleFiles.MIB;

    private static SampleFiles samples;
    private static Path oldContent;
    private static WebApp root;
    private static TomcatProcess tomcat;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        samples = new SampleFiles();
        oldContent = samples.random("old.bin", SIZE);
        TomcatBase base = TomcatBase.of(version).shortLived().valve();
        root = base.app("ROOT").file("page.html", "a page");
        tomcat = TomcatProcess.start(base);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, samples);
    }

    /** Makes Tomcat remember a file, and tells what it announces of it. */
    private static ResponseHead remember(String name) {
        root.link(name, oldContent);
        RawResponse response = RawHttpClient.get(tomcat.port(), "/" + name);
        assertThat(response.body().length).isEqualTo(SIZE);
        return response.head();
    }

    private static byte[] replace(String name, int size) throws IOException {
        Path replacement = samples.random("new-of-" + name, size);
        Files.move(replacement, root.path(name), StandardCopyOption.ATOMIC_MOVE);
        return Files.readAllBytes(root.path(name));
    }

    @ParameterizedTest
    @ValueSource(ints = {2 * SIZE, SIZE + 1, SIZE, SIZE - 1, SIZE / 2, 100})
    void replacedFileIsNeverCompleteAndWrong(int size) throws IOException {
        String name = "replaced-" + size + ".bin";
        ResponseHead before = remember(name);
        byte[] content = replace(name, size);
        RawResponse response = RawHttpClient.get(tomcat.port(), "/" + name, RawHttpClient.CLOSE);
        if (response.status() == 200 && response.looksComplete()) {
            assertThat(response.body().length).isEqualTo(size);
            assertThat(response.body()).isEqualTo(content);
            // With the old validators a client would put parts of both versions together later on.
            assertThat(response.head().first("ETag")).isNotEqualTo(before.first("ETag"));
        }
    }

    @Test
    void partOfAReplacedFileDoesNotClaimToBeOfTheOldOne() throws IOException {
        ResponseHead before = remember("part.bin");
        byte[] content = replace("part.bin", 2 * SIZE);
        RawResponse response = RawHttpClient.get(
                tomcat.port(),
                "/part.bin",
                "Range: bytes=1000000-",
                "If-Range: " + before.first("ETag").orElseThrow(),
                RawHttpClient.CLOSE);
        if (response.looksComplete()) {
            assertThat(response.head().first("ETag")).isNotEqualTo(before.first("ETag"));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(content);
        }
    }

    @Test
    void deletedFileIsRefused() throws IOException {
        remember("deleted.bin");
        Files.delete(root.path("deleted.bin"));
        assertThat(RawHttpClient.get(tomcat.port(), "/deleted.bin").status()).isIn(403, 404);
    }
}
