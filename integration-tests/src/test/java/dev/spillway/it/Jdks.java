/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java runtimes that Tomcat may run on in the tests. */
final class Jdks {
    private static final Pattern FEATURE = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    private Jdks() {}

    /** The one of the tests: what Tomcat runs on where a test doesn't say. */
    static Path usual() {
        return Path.of(System.getProperty("java.home"));
    }

    /** One of at least this feature version: the usual one, or one that is installed beside it. */
    static Optional<Path> atLeast(int feature) {
        try (Stream<Path> neighbours = Files.list(usual().getParent())) {
            return Stream.concat(Stream.of(usual()), neighbours.sorted())
                    .filter(home -> feature(home) >= feature)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int feature(Path home) {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release)) {
            return 0;
        }
        try {
            Matcher feature = FEATURE.matcher(Files.readString(release));
            return feature.find() ? Integer.parseInt(feature.group(1)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
