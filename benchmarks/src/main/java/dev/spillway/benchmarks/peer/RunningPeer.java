/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.peer;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The process of a started server with its children. Closing it stops them all. */
public final class RunningPeer implements AutoCloseable {
    private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final Process process;
    private final InetSocketAddress address;
    private final ProcessTree tree;
    private final boolean isJava;

    private RunningPeer(Process process, int port) {
        this.process = process;
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        tree = new ProcessTree(process.toHandle());
        isJava = process.info().command().orElse("").endsWith("java");
    }

    /**
     * Starts a command and waits until the server answers.
     *
     * @throws IOException with the end of the log if the server does not answer within a minute
     */
    static RunningPeer start(List<String> command, PeerSetup setup) throws IOException, InterruptedException {
        Path log = setup.work().resolve("output.log");
        Process process = new ProcessBuilder(command)
                .directory(setup.work().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        RunningPeer peer = new RunningPeer(process, setup.port());
        try {
            peer.awaitReady(log);
            return peer;
        } catch (IOException | InterruptedException | RuntimeException e) {
            peer.close();
            throw e;
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    /** The processes of the server, for CPU time and memory. */
    public ProcessTree tree() {
        return tree;
    }

    /** Lets a JVM collect its garbage, so that its memory can be compared with that of servers without. */
    public void collectGarbage() throws IOException, InterruptedException {
        if (isJava) {
            Path jcmd = Path.of(process.info().command().orElseThrow()).resolveSibling("jcmd");
            new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(STOP.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Asks the server to stop, and says whether it has within the time. */
    public boolean stop(Duration within) throws InterruptedException {
        process.destroy();
        return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks the processes to end, and ends them if they don't. */
    @Override
    public void close() {
        List<ProcessHandle> processes = tree.handles();
        try {
            if (!stop(STOP)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    private void awaitReady(Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + READY_NANOS;
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                String output = Files.readString(log);
                throw new IOException(
                        "server did not start:\n" + output.substring(Math.max(0, output.length() - 2000)));
            }
            Thread.sleep(50);
        }
    }

    private boolean answers() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + address.getPort() + "/page.html")
                            .toURL()
                            .openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(1_000);
            connection.setRequestProperty("Connection", "close");
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
