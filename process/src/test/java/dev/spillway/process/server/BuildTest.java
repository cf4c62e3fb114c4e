/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two snapshots of one version are two builds; the same classes packed once more are the same build. */
class BuildTest {
    private static final String CLASS = "dev/spillway/A.class";

    @TempDir
    private Path directory;

    /** @param time of each entry */
    private Path jar(long time, String... namesAndContents) throws IOException {
        Path jar = Files.createTempFile(directory, "build", ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                ZipEntry entry = new ZipEntry(namesAndContents[i]);
                entry.setTime(time);
                zip.putNextEntry(entry);
                zip.write(namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    @Test
    void otherClassesAreAnotherBuild() throws IOException {
        String digest = Build.digestOf(jar(0, CLASS, "one"));
        assertThat(digest)
                .isNotEqualTo(Build.digestOf(jar(0, CLASS, "two")))
                .isNotEqualTo(Build.digestOf(jar(0, "dev/spillway/B.class", "one")))
                .isNotEqualTo(Build.digestOf(jar(0, CLASS, "one", "dev/spillway/B.class", "")));
    }

    @Test
    void theSameClassesAreTheSameBuildWheneverAndWithWhateverTheyArePacked() throws IOException {
        String digest = Build.digestOf(jar(0, CLASS, "one", "dev/spillway/B.class", "b"));
        assertThat(digest)
                .isEqualTo(Build.digestOf(jar(86_400_000, CLASS, "one", "dev/spillway/B.class", "b")))
                .isEqualTo(Build.digestOf(jar(0, "dev/spillway/B.class", "b", CLASS, "one", "META-INF/x", "x")));
    }

    @Test
    void aFolderOfClassesHasADigestToo() throws IOException {
        Path file = Files.writeString(directory.resolve("A.class"), "one");
        String digest = Build.digestOf(directory);
        Files.writeString(file, "two");
        assertThat(digest).isNotEqualTo(Build.digestOf(directory));
    }

    @Test
    void theVersionSaysBoth() {
        assertThat(Build.VERSION).matches("[0-9]+\\.[0-9]+\\.[0-9]+\\S* [0-9a-f]{12}");
    }
}
