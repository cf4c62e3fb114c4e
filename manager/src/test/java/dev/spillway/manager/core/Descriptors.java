/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The open descriptors of this process as Linux sees them. */
final class Descriptors {
    private static final Path OWN = Path.of("/proc/self/fd");

    private Descriptors() {}

    /** What the sockets, selectors, pipes and files below a directory are; jars that are read at any time are left out. */
    static List<String> of(Path dir) throws IOException {
        String below = dir.toRealPath().toString();
        try (Stream<Path> all = Files.list(OWN)) {
            return all.map(Descriptors::target)
                    .filter(target -> target.contains(":[") || target.startsWith(below))
                    .sorted()
                    .toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (NoSuchFileException e) {
            return ""; // closed since it was listed
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
