/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import dev.spillway.relay.shaped.ShapedBridge.Host;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process on a host of the bridge, with a log. */
final class Program {
    private static final long START_SECONDS = 120;

    private final Host host;
    private final List<String> command;
    private final Path log;
    private Process process;

    /** Starts one. */
    Program(Host host, Path log, List<String> command) throws IOException {
        this.host = host;
        this.command = List.copyOf(command);
        this.log = log;
        start();
    }

    /** Starts it again after it was killed; its log goes on. */
    void start() throws IOException {
        List<String> words = new ArrayList<>(host.prefix());
        words.addAll(command);
        process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
    }

    Host host() {
        return host;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until its log has a text so many times. */
    void await(String text, int times) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (output().split(text, -1).length <= times) {
            if (!isAlive() || System.nanoTime() > end) {
                throw new IOException(log.getFileName() + " does not say \"" + text + "\": " + output());
            }
            Thread.sleep(20);
        }
    }

    String output() throws IOException {
        return new File(log.toString()).exists() ? Files.readString(log) : "";
    }

    /** As {@code kill -9} does. */
    void kill() throws IOException, InterruptedException {
        end(process.destroyForcibly());
    }

    /** As {@code kill} does. */
    void terminate() throws IOException, InterruptedException {
        process.destroy();
        end(process);
    }

    private void end(Process ending) throws IOException, InterruptedException {
        if (!ending.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException(log.getFileName() + " does not end");
        }
    }

    /** Exit status; it is killed if it does not end in time. */
    int await(long seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            kill();
        }
        return process.exitValue();
    }
}
