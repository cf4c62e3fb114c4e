/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of Debian packages. */
public final class Programs {
    private Programs() {}

    /** The program, looked up as a shell of root would. */
    static Optional<Path> find(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Stream.of(path.split(":", -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Optional<String> missing(String program) {
        return find(program).isPresent() ? Optional.empty() : Optional.of(program + " is not installed");
    }

    /** The path of a program that must be there. */
    public static String path(String program) throws IOException {
        return find(program)
                .orElseThrow(() -> new IOException(program + " is not installed"))
                .toString();
    }

    /**
     * Runs a program to its end.
     *
     * @return what it wrote
     * @throws IOException if it fails
     */
    public static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + output);
        }
        return output;
    }
}
