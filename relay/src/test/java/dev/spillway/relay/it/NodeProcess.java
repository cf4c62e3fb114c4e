/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.relay.cli.Relay;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main server or a terminal as a process of its own, as {@code bin/spillway-relay} starts it. */
final class NodeProcess implements AutoCloseable {
    private static final long START_SECONDS = 120;

    private final List<String> prefix;
    private final String kind;
    private final Path conf;
    private final Path log;
    private Process process;

    private NodeProcess(List<String> prefix, String kind, Path conf) {
        this.prefix = prefix;
        this.kind = kind;
        this.conf = conf;
        this.log = conf.resolveSibling(conf.getFileName() + ".log");
    }

    /**
     * Begins to start one; several may start at the same time.
     *
     * @param prefix command that becomes that of the node
     */
    static NodeProcess start(List<String> prefix, String kind, Path conf) throws IOException {
        NodeProcess node = new NodeProcess(prefix, kind, conf);
        node.start();
        return node;
    }

    /** Starts it again after it was killed, or has ended. */
    void start() throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                kind.equals("terminal") ? "-Xmx64m" : "-Xmx128m",
                "-XX:+UseSerialGC",
                // It starts sooner, and lives not for long.
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                Relay.class.getName(),
                kind,
                "--conf",
                conf.toString()));
        Files.deleteIfExists(log);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** Waits until it answers. */
    NodeProcess awaitStart() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!output().contains(" listens at port ")) {
            assertThat(process.isAlive())
                    .as("%s: %s", conf.getFileName(), output())
                    .isTrue();
            assertThat(System.nanoTime())
                    .as("%s: %s", conf.getFileName(), output())
                    .isLessThan(end);
            Thread.sleep(50);
        }
        return this;
    }

    String output() throws IOException {
        return new File(log.toString()).exists() ? Files.readString(log) : "";
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
