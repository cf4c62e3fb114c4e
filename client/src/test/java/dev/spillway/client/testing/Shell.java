/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.testing;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of the system to their end. */
public final class Shell {
    private static final long LONGEST_SECONDS = 60;

    private Shell() {}

    /**
     * Runs a program.
     *
     * @throws IOException with its output if it fails
     */
    public static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + output);
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException(String.join(" ", command) + " was interrupted");
        } finally {
            process.destroyForcibly();
        }
        return output;
    }

    /** Runs words that are separated by blanks. */
    public static String words(String command) throws IOException {
        return run(command.split(" ", -1));
    }

    /** Whether a program is there. */
    public static boolean has(String program) {
        return List.of("/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/").stream()
                .anyMatch(directory -> new File(directory + program).canExecute());
    }
}
