/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client that others wrote, run as a process of its own with the body on its standard output. */
final class ExternalClient {
    static final ExternalClient CURL =
            new ExternalClient("curl", "--silent", "--show-error", "--fail", "--noproxy", "*");
    static final ExternalClient WGET =
            new ExternalClient("wget", "--quiet", "--no-proxy", "--tries=1", "--output-document=-");

    private static final int EXIT_DEADLINE_SECONDS = 60;

    private final List<String> command;

    private ExternalClient(String... command) {
        this.command = List.of(command);
    }

    /** Fetches an address into the sink, with further options; fails unless the program says that all is well. */
    void fetch(String url, OutputStream sink, String... options) {
        requireProgram();
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(options));
        line.add(url);
        Process process = null;
        try {
            process = new ProcessBuilder(line)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getInputStream().transferTo(sink);
            boolean ended = process.waitFor(EXIT_DEADLINE_SECONDS, TimeUnit.SECONDS);
            assertThat(ended).as("%s has ended", line).isTrue();
            assertThat(process.exitValue()).as("exit status of %s", line).isZero();
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

    private void requireProgram() {
        String program = command.get(0);
        boolean present = List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        assertThat(present)
                .as(
                        "The program '%s' is needed for this test; install it (Debian: apt-get install %s)",
                        program, program)
                .isTrue();
    }
}
