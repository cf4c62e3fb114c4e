/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A main server and some terminals, each a process of its own as an administrator starts them, and the command beside them. */
final class RelayCluster implements AutoCloseable {
    private static final Duration START_DEADLINE = Duration.ofMinutes(3);
    private static final String ADMISSION = "terminals-come-in-by-this";
    private static final Path SCRIPT =
            Path.of("../bin/spillway-relay").toAbsolutePath().normalize();

    private final Path directory = BuildPaths.newDirectory("relay");
    private final Map<String, Process> processes = new ConcurrentHashMap<>();
    private final String token;
    private final int mainPort = freePort();

    /** For tests that are broken off. */
    private final Thread atExit = new Thread(this::killAll, "relay-clean-up");

    /**
     * Starts a main server.
     *
     * @param token of administrators; empty for none, so that they must be on this machine
     */
    RelayCluster(String token) {
        this.token = token;
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            start("main", "main", """
                    address=%s
                    bind=127.0.0.1
                    port=%d
                    store=store
                    state=state
                    token=%s
                    giveUp=600
                    %s
                    """.formatted(
                            main(), mainPort, ADMISSION, token.isEmpty() ? "" : "admin.token=" + token));
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    /** A port that nobody listens at for now. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI main() {
        return URI.create("http://127.0.0.1:" + mainPort + "/relay");
    }

    Path directory() {
        return directory;
    }

    /** Starts terminals of these names, all of the group {@code all}, and waits until the main server knows them. */
    RelayCluster terminals(String... names) {
        for (String name : names) {
            int port = freePort();
            start(name, "terminal", terminal(name, "127.0.0.1", port) + "folder=files\nbind=127.0.0.1\n");
        }
        awaitNodes(processes.size() - 1);
        return this;
    }

    /** Options of a terminal that listens at a loopback address, but for its folder. */
    String terminal(String name, String address, int port) {
        return """
                id=%s
                address=http://%s:%d/relay
                port=%d
                mains=%s
                signers=%s
                token=%s
                groups=all
                allowed=127.0.0.0/8
                """.formatted(
                        name,
                        address,
                        port,
                        port,
                        main(),
                        json("/admin/server").get("key").asText(),
                        ADMISSION);
    }

    /** Waits until the main server knows so many terminals. */
    void awaitNodes(int count) {
        Patience.await("registration of all", () -> json("/admin/nodes").size() == count);
    }

    private void start(String name, String kind, String conf) {
        try {
            Path folder = Files.createDirectory(directory.resolve(name));
            Files.writeString(folder.resolve("node.properties"), conf);
            Path said = folder.resolve("said.txt");
            List<String> command = List.of(
                    Jdks.usual().resolve("bin/java").toString(),
                    "-Xmx96m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-jar",
                    BuildPaths.of("spillway.relay.jar").toString(),
                    kind,
                    "--conf",
                    folder.resolve("node.properties").toString());
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            processes.put(name, process);
            Patience.await(
                    "start or end of " + name,
                    START_DEADLINE,
                    () -> !process.isAlive() || Files.readString(said).contains("listens at port"));
            assertThat(process.isAlive()).as(Files.readString(said)).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills a process as {@code kill -9} does. */
    void kill(String name) {
        processes.get(name).destroyForcibly();
    }

    /** What the main server answers to an administrator. */
    JsonNode json(String path) {
        return DevTools.read(
                ask("GET", path, "Authorization", "Bearer " + token).body());
    }

    /** Asks the main server as anybody may. */
    HttpResponse<String> ask(String method, String path, String... headers) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(main() + path))
                    .method(method, HttpRequest.BodyPublishers.noBody());
            if (headers.length > 0) {
                request.headers(headers);
            }
            return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs the command, as an administrator who has the token in a file. */
    Programs.Result run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--server", main().toString()));
        if (!token.isEmpty()) {
            try {
                Path file = Files.writeString(directory.resolve("token"), token + "\n");
                command.addAll(List.of("--token-file", file.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Programs.tryRun(directory, command);
    }

    private void killAll() {
        processes.values().forEach(Process::destroyForcibly);
        for (Process process : processes.values()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        killAll();
        Runtime.getRuntime().removeShutdownHook(atExit);
        BuildPaths.delete(directory);
    }
}
