/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of the system to their end. */
final class Shell {
    private static final long LONGEST_SECONDS = 60;

    private Shell() {}

    /**
     * Runs words that are separated by blanks.
     *
     * @throws IOException with its output if it fails
     */
    static String words(String command) throws IOException {
        Process process = new ProcessBuilder(List.of(command.split(" ", -1)))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(command + " failed: " + output);
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException(command + " was interrupted");
        } finally {
            process.destroyForcibly();
        }
        return output;
    }
}
