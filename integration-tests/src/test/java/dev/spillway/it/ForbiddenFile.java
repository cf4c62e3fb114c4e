/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file that must not be served, ways that lead to it, and a check that an answer has nothing of it. */
final class ForbiddenFile {
    static final String NAME = "secret.bin";

    private static final int ERROR_PAGE_BYTES = 8 * SampleFiles.KIB;

    private final SampleFiles samples;
    private final Path path;

    ForbiddenFile(SampleFiles samples, int bytes) {
        this.samples = samples;
        path = samples.text(NAME, bytes);
    }

    Path path() {
        return path;
    }

    /** Puts links into a folder that lead out of it: to this file, to devices and to the kernel; and a pipe. */
    void lureInto(Path folder) throws IOException {
        link(folder.resolve("link.bin"), path);
        link(folder.resolve("folderlink"), path.getParent());
        link(folder.resolve("zero.bin"), Path.of("/dev/zero"));
        link(folder.resolve("environ.bin"), Path.of("/proc/self/environ"));
        Programs.run(
                samples.directory(),
                List.of("mkfifo", folder.resolve("fifo.bin").toString()));
    }

    private static void link(Path link, Path target) throws IOException {
        Files.createSymbolicLink(link, target);
        assertThat(link).exists();
    }

    /** Fails unless this is an error page, or nothing, and says nothing of what it must not. */
    static void assertNotIn(RawResponse response) {
        assertThat(response.status()).isIn(200, 400, 403, 404, 500);
        if (response.status() == 200) {
            assertThat(response.body()).isEmpty();
        }
        assertThat(response.body().length).isLessThan(ERROR_PAGE_BYTES);
        assertThat(response.text()).doesNotContain("of a long text", "CATALINA_", "<Server", "<servlet", "root:");
    }
}
