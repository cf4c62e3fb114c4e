/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The JVMs of this machine. */
final class Jvms {
    private static final Path DEBIAN_FOLDER = Path.of("/usr/lib/jvm");
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    private Jvms() {}

    /** The {@code java} that runs this. */
    static Path running() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** The {@code java} of the newest installed version, if that is at least this one. */
    static Optional<Path> newest(int atLeast) {
        if (!Files.isDirectory(DEBIAN_FOLDER)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(DEBIAN_FOLDER)) {
            return homes.filter(home -> version(home) >= atLeast)
                    .max(Comparator.comparingInt(Jvms::version))
                    .map(home -> home.resolve("bin/java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int version(Path home) {
        try {
            Matcher matcher = VERSION.matcher(Files.readString(home.resolve("release")));
            return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
