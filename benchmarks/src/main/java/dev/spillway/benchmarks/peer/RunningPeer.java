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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/** The process of a started server with its children. Closing it stops them all. */
public final class RunningPeer implements AutoCloseable {
    private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final Process process;
    private final InetSocketAddress address;
    private final ProcessTree tree;
    private final boolean isJava;
    private final Optional<SSLContext> tls;

    private RunningPeer(Process process, int port, Optional<SSLContext> tls) {
        this.process = process;
        this.tls = tls;
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
        Optional<SSLContext> tls =
                setup.tls().isPresent() ? Optional.of(setup.tls().get().trusting()) : Optional.empty();
        Process process = new ProcessBuilder(command)
                .directory(setup.work().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        RunningPeer peer = new RunningPeer(process, setup.port(), tls);
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

    /** What its clients must use, if it speaks TLS. */
    public Optional<SSLContext> tls() {
        return tls;
    }

    /** The processes of the server, for CPU time and memory. */
    public ProcessTree tree() {
        return tree;
    }

    /**
     * Resident memory of the server. A JVM collects its garbage before, and gives the free part of its heap back to the
     * system, so that neither is taken for the cost of a client; afterwards its heap may grow as before.
     */
    public long residentBytes() throws IOException, InterruptedException {
        if (isJava) {
            jcmd("VM.set_flag", "MinHeapFreeRatio", "1");
            jcmd("VM.set_flag", "MaxHeapFreeRatio", "5");
            jcmd("GC.run");
        }
        long bytes = tree.residentBytes();
        if (isJava) {
            jcmd("VM.set_flag", "MaxHeapFreeRatio", "70");
            jcmd("VM.set_flag", "MinHeapFreeRatio", "40");
        }
        return bytes;
    }

    private void jcmd(String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(process.info().command().orElseThrow())
                .resolveSibling("jcmd")
                .toString());
        line.add(Long.toString(process.pid()));
        line.addAll(List.of(command));
        Programs.run(line);
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
            String scheme = tls.isPresent() ? "https" : "http";
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(scheme + "://127.0.0.1:" + address.getPort() + "/page.html")
                            .toURL()
                            .openConnection();
            if (connection instanceof HttpsURLConnection secure) {
                secure.setSSLSocketFactory(tls.orElseThrow().getSocketFactory());
            }
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(1_000);
            connection.setRequestProperty("Connection", "close");
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
