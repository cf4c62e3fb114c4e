/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged command as a process of its own. */
public final class GetProcess implements AutoCloseable {
    private final Process process;

    private GetProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts the command.
     *
     * @param prefix words before it, such as {@code ip netns exec NAME}
     * @param log receives what it prints
     */
    public static GetProcess start(List<String> prefix, Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                System.getProperty("spillway.get.jar")));
        command.addAll(Arrays.asList(arguments));
        return new GetProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    }

    /** Waits for the end of the command; returns its exit code. */
    public int await(long seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            close();
            throw new IOException("the command did not end within " + seconds + " s");
        }
        return process.exitValue();
    }

    /** Waits; returns whether the command has ended by itself. */
    public boolean endsWithin(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** What a terminal sends for Ctrl-C. */
    public void interrupt() throws IOException {
        Shell.run("kill", "-INT", Long.toString(process.pid()));
    }

    /** {@code kill -9}. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
