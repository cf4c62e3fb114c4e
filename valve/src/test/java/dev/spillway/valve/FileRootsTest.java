/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class FileRootsTest {
    @TempDir
    Path temp;

    private Path root;
    private Path outside;

    @BeforeEach
    void makeFiles() throws IOException {
        temp = temp.toRealPath();
        root = Files.createDirectory(temp.resolve("files"));
        outside = Files.writeString(temp.resolve("secret"), "secret");
        Files.writeString(root.resolve("a.iso"), "content");
        Files.writeString(Files.createDirectory(temp.resolve("files-too")).resolve("b"), "b");
    }

    @Test
    void aRegularFileBelowARootIsFound() throws Exception {
        assertThat(roots().locate(root.resolve("a.iso"))).isEqualTo(root.resolve("a.iso"));
    }

    @Test
    void aLinkWithinTheRootsIsFollowedToTheRealFile() throws Exception {
        Path link = Files.createSymbolicLink(root.resolve("latest.iso"), Path.of("a.iso"));
        assertThat(roots().locate(link)).isEqualTo(root.resolve("a.iso"));
    }

    @Test
    void aRootMayItselfBeALink() throws Exception {
        Path link = Files.createSymbolicLink(temp.resolve("link"), root);
        FileRoots linked = new FileRoots(List.of(link));
        assertThat(linked.locate(link.resolve("a.iso"))).isEqualTo(root.resolve("a.iso"));
        assertThat(linked.locate(root.resolve("a.iso")))
                .as("as an application names it that asks for the canonical path")
                .isEqualTo(root.resolve("a.iso"));
    }

    @Test
    void aLinkOutOfTheRootsIsNotFound() throws Exception {
        assertStatus(404, Files.createSymbolicLink(root.resolve("out"), outside));
        Path folder = Files.createSymbolicLink(root.resolve("folder"), temp);
        assertStatus(404, folder.resolve("secret"));
        assertStatus(404, folder.resolve("files-too/b"));
        assertStatus(404, Files.createSymbolicLink(root.resolve("dangling"), temp.resolve("nothing")));
        assertStatus(404, Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop")));
        assertStatus(404, Files.createSymbolicLink(root.resolve("self"), Path.of("/proc/self/environ")));
    }

    @Test
    void aPathOutOfTheRootsIsForbiddenWhetherThereIsSomethingOrNot() {
        assertStatus(403, outside);
        assertStatus(403, temp.resolve("nothing"));
        assertStatus(403, temp.resolve("files-too/b"));
        assertStatus(403, Path.of("/proc/self/environ"));
        assertStatus(403, Path.of("/dev/zero"));
        assertStatus(403, root.resolve("../secret"));
        assertStatus(403, root.resolve("nothing/../../secret"));
        assertStatus(403, Path.of("a.iso"));
        assertStatus(403, root);
        assertStatus(403, root.resolve("."));
    }

    @Test
    void whatIsNoRegularFileIsNotFoundAndNotOpened() throws Exception {
        assertStatus(404, root.resolve("nothing"));
        assertStatus(404, root.resolve("a.iso/b"));
        assertStatus(404, Files.createDirectory(root.resolve("folder")));
        Path pipe = root.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertStatus(404, pipe); // would wait for a writer if it were opened
        assertStatus(404, Files.createSymbolicLink(root.resolve("device"), Path.of("/dev/zero")));
    }

    @Test
    void dotsAfterALinkMeanWhatTheSystemMeansByThem() throws Exception {
        Path deep = Files.createDirectories(temp.resolve("x/y"));
        Files.createSymbolicLink(root.resolve("link"), deep);
        Files.writeString(temp.resolve("x/a.iso"), "another");
        assertStatus(404, root.resolve("link/../a.iso"));
    }

    @Test
    void noRootsAllowNothing() {
        assertThatExceptionOfType(RefusedOfferException.class)
                .isThrownBy(() -> new FileRoots(List.of()).locate(root.resolve("a.iso")))
                .satisfies(e -> assertThat(e.status()).isEqualTo(403));
    }

    @Test
    void aRootThatIsGoneAllowsNothingAndSpoilsNothing() throws Exception {
        FileRoots both = roots().with(List.of(temp.resolve("unmounted")));
        assertThat(both.locate(root.resolve("a.iso"))).isEqualTo(root.resolve("a.iso"));
    }

    @Test
    void namesCanNotWriteLinesOfTheLog() {
        assertThatExceptionOfType(RefusedOfferException.class)
                .isThrownBy(() -> roots().locate(root.resolve("a\nb")))
                .withMessageContaining("a?b");
    }

    @Test
    void listsAreReadWithSpacesInNames() throws IOException {
        Path spaced = Files.createDirectory(temp.resolve("my files"));
        assertThat(FileRoots.parse("roots", " " + root + "/ , " + spaced + ",").folders())
                .containsExactly(root, spaced);
        assertThat(FileRoots.parse("roots", "").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"files", "/", "/proc", "/proc/self", "/sys/kernel", "/no/such/folder", "/etc/passwd", "/a\0b"})
    void aBadRootIsRefusedWithAnExample(String root) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileRoots.parse("roots", root))
                .withMessageContainingAll("roots", root, "\"/srv/files\"");
    }

    private FileRoots roots() {
        return new FileRoots(List.of(root));
    }

    private void assertStatus(int status, Path wanted) {
        assertThatExceptionOfType(RefusedOfferException.class)
                .isThrownBy(() -> roots().locate(wanted))
                .satisfies(e -> assertThat(e.status()).as(wanted.toString()).isEqualTo(status));
    }
}
