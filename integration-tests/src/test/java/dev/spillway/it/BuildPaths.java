/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Where the build has put things, and where tests put theirs. */
final class BuildPaths {
    private static final Set<Path> DIRECTORIES = ConcurrentHashMap.newKeySet();

    static {
        // For tests that are broken off: whoever writes into a directory has to be gone before it can be deleted.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            RunningTomcats.killAll();
                            DIRECTORIES.forEach(BuildPaths::delete);
                        },
                        "clean-up"));
    }

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
            Path directory = Files.createTempDirectory(parent, prefix + "-");
            DIRECTORIES.add(directory);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a directory with all that is in it; files that vanish or come meanwhile, as others go, are fine. */
    static void delete(Path directory) {
        DIRECTORIES.remove(directory);
        Patience.await(directory + " is gone", () -> isDeleted(directory));
    }

    private static boolean isDeleted(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(Comparator.reverseOrder()).forEach(BuildPaths::deleteOne);
            return true;
        } catch (IOException | UncheckedIOException e) {
            return !Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
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
