/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where the build has put things, and where tests put theirs. */
final class BuildPaths {
    private BuildPaths() {}

    /** The path that the build passes in a system property; it must exist. */
    static Path of(String property) {
        String value = System.getProperty(property);
        assertThat(value).as("system property %s, set by the build", property).isNotNull();
        Path path = Path.of(value);
        assertThat(path).exists();
        return path.toAbsolutePath().normalize();
    }

    /** The drop-in jar as an administrator gets it. */
    static Path dropInJar() {
        return of("spillway.jar");
    }

    /** A new empty directory under {@code target}, on one file system with all others, so that files can be linked. */
    static Path newDirectory(String prefix) {
        try {
            Path parent = Path.of("target", "it").toAbsolutePath();
            Files.createDirectories(parent);
            return Files.createTempDirectory(parent, prefix + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a directory with all that is in it; files that vanish meanwhile are fine. */
    static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(Comparator.reverseOrder()).forEach(BuildPaths::deleteOne);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
