/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that others wrote: looked for, and run to their end with what they said as text. */
final class Programs {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private Programs() {}

    /** What a program said, on both of its outputs, and with which status it ended. */
    record Result(int status, String output) {
        /** Fails with what the program said, unless it ended well. */
        String orFail(List<String> command) {
            assertThat(status)
                    .as("exit status of %s, which said:%n%s", command, output)
                    .isZero();
            return output;
        }
    }

    /** Fails, saying how to get it, unless the program is there; gives its path. */
    static String require(String program, String debianPackage) {
        return List.of((System.getenv("PATH") + ":/usr/sbin").split(":", -1)).stream()
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new AssertionError("The program '" + program
                        + "' is needed for this test; install it (Debian: apt-get install " + debianPackage + ")"));
    }

    /** Runs a program in a directory, and fails unless it ends well. */
    static String run(Path directory, List<String> command) {
        return tryRun(directory, command).orFail(command);
    }

    /** Runs a program in a directory to whatever end. */
    static Result tryRun(Path directory, List<String> command) {
        Process process = null;
        try {
            Path output = Files.createTempFile(directory, "said-", ".txt");
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            String said = Files.readString(output, StandardCharsets.ISO_8859_1);
            assertThat(ended).as("%s ends; it said:%n%s", command, said).isTrue();
            return new Result(process.exitValue(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }
}
