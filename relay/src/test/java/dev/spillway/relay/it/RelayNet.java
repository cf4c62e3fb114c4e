/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.client.dial.TlsSettings;
import dev.spillway.relay.admin.NodeView;
import dev.spillway.relay.admin.PublishOrder;
import dev.spillway.relay.admin.TransferDetail;
import dev.spillway.relay.admin.TransferView;
import dev.spillway.relay.control.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Main servers and terminals on the loopback, each a process. Closing it kills them all. */
final class RelayNet implements AutoCloseable {
    static final String GROUP = "servers";
    private static final Duration DEADLINE = Duration.ofSeconds(150);
    private static final String TOKEN = "a token that lets terminals in";

    private final Path folder;
    private final Optional<Authority> authority;
    private final HttpClient http;
    private final Map<String, NodeProcess> processes = new LinkedHashMap<>();
    private final Map<String, URI> addresses = new LinkedHashMap<>();
    private final List<URI> mains = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();

    RelayNet(Path folder) {
        this.folder = folder;
        this.authority = Optional.empty();
        this.http = HttpClient.newHttpClient();
    }

    /** Nodes that speak TLS, with certificates of one authority. */
    RelayNet(Path folder, Authority authority) throws IOException {
        this.folder = folder;
        this.authority = Optional.of(authority);
        this.http = HttpClient.newBuilder()
                .sslContext(TlsSettings.trusting(authority.file()).context())
                .build();
    }

    static ConditionFactory within() {
        return Awaitility.await().atMost(DEADLINE).pollInterval(Duration.ofMillis(100));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts a main server, and waits until it answers. */
    void startMain(String name, String... options) throws Exception {
        start("main", name, write(name, "store=" + name + ".store", options));
        processes.get(name).awaitStart();
        mains.add(addresses.get(name));
        keys.add(get(addresses.get(name) + "/key"));
    }

    /** Starts terminals, and waits until they are registered. */
    void startTerminals(String... names) throws Exception {
        for (String name : names) {
            startTerminal(name);
        }
        awaitRegistered(names);
    }

    /** Begins to start a terminal with further options. */
    void startTerminal(String name, String... options) throws IOException {
        start("terminal", name, terminal(name, options));
    }

    /** Begins to start a terminal whose files are on a disk of its own, which only it sees. */
    void startTerminal(String name, TinyDisk disk, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("folder=" + disk.folder().resolve("files"));
        all.add("state=" + disk.folder().resolve("state"));
        Path conf = terminal(name, all.toArray(String[]::new));
        processes.put(name, NodeProcess.start(disk.prefix(), "terminal", conf));
    }

    private Path terminal(String name, String... options) throws IOException {
        List<String> all = new ArrayList<>();
        all.add("mains=" + String.join(",", mains.stream().map(URI::toString).toList()));
        all.add("signers=" + String.join(",", keys));
        all.add("groups=" + GROUP);
        all.add("allowed=127.0.0.1");
        all.add("beat=0.5");
        // Behind the usual ones, so that they take their place.
        all.addAll(List.of(options));
        return write(name, "folder=" + name + ".files", all.toArray(String[]::new));
    }

    void awaitRegistered(String... names) {
        within().untilAsserted(
                        () -> assertThat(nodes()).extracting(NodeView::id).contains(names));
    }

    private Path write(String name, String first, String... options) throws IOException {
        int port = freePort();
        String scheme = authority.isPresent() ? "https" : "http";
        addresses.put(name, URI.create(scheme + "://127.0.0.1:" + port + "/relay"));
        List<String> lines = new ArrayList<>(List.of(first, "token=" + TOKEN, "bind=127.0.0.1", "port=" + port));
        lines.add("address=" + addresses.get(name));
        lines.add((first.startsWith("store") ? "name=" : "id=") + name);
        lines.add("state=" + name + ".state");
        if (authority.isPresent()) {
            lines.addAll(authority.get().certified());
        }
        lines.addAll(Arrays.asList(options));
        return Files.write(folder.resolve(name + ".properties"), lines);
    }

    private void start(String kind, String name, Path conf) throws IOException {
        processes.put(name, NodeProcess.start(List.of(), kind, conf));
    }

    NodeProcess process(String name) {
        return processes.get(name);
    }

    URI address(String name) {
        return addresses.get(name);
    }

    /** Where files of a main server are published from. */
    Path store(String main) {
        return folder.resolve(main + ".store");
    }

    /** Where files appear at a terminal. */
    Path files(String terminal) {
        return folder.resolve(terminal + ".files");
    }

    /** Where a terminal has what is under way. */
    Path state(String terminal) {
        return folder.resolve(terminal + ".state");
    }

    /** What the first main server that is alive says. */
    private URI admin() {
        return addresses.entrySet().stream()
                .filter(entry -> mains.contains(entry.getValue())
                        && processes.get(entry.getKey()).isAlive())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    /** Status of an answer of a node, for example about a file. */
    int status(String node, String path) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(addresses.get(node) + path))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** The document of a file at a terminal. */
    String metalink(String terminal, String name) throws IOException, InterruptedException {
        return get(addresses.get(terminal) + "/files/" + name + "?metalink");
    }

    private String get(String url) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private <T> T ask(String path, Class<T> type) {
        try {
            return Json.read(get(admin() + "/admin/" + path).getBytes(StandardCharsets.UTF_8), type);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a command to the first main server that is alive. */
    HttpResponse<byte[]> command(String method, String path, byte[] content) throws IOException, InterruptedException {
        return command(admin(), method, path, content);
    }

    private HttpResponse<byte[]> command(URI main, String method, String path, byte[] content)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(main + "/admin/" + path))
                        .header("X-Spillway-Relay", "1")
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(content))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    List<NodeView> nodes() {
        return List.of(ask("nodes", NodeView[].class));
    }

    TransferDetail transfer(UUID id) {
        return ask("transfers/" + id, TransferDetail.class);
    }

    TransferDetail.Target target(UUID id, String terminal) {
        return transfer(id).targets().stream()
                .filter(target -> target.terminal().equals(terminal))
                .findFirst()
                .orElseThrow();
    }

    UUID publish(PublishOrder order) throws IOException, InterruptedException {
        return begun(command("POST", "publish", Json.write(order)));
    }

    /** Publishes at a main server of several. */
    UUID publishAt(String main, PublishOrder order) throws IOException, InterruptedException {
        return begun(command(addresses.get(main), "POST", "publish", Json.write(order)));
    }

    /** Begins a new transfer to those that have failed to get the file of another. */
    UUID retry(UUID id) throws IOException, InterruptedException {
        return begun(command("POST", "transfers/" + id + "/retry", new byte[0]));
    }

    private static UUID begun(HttpResponse<byte[]> answer) throws IOException {
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(201);
        return Json.read(answer.body(), TransferView.class).id();
    }

    /** Waits until a transfer looks as it should. */
    TransferDetail await(UUID id, Predicate<TransferDetail> wanted) {
        return within().until(() -> transfer(id), wanted);
    }

    /** Waits until a transfer has ended, with or without everybody having the file. */
    TransferDetail awaitEnd(UUID id) {
        return await(id, detail -> detail.transfer().state().equals("ENDED"));
    }

    /** Waits until a transfer has ended, and expects that all have the file. */
    void awaitComplete(UUID id) {
        assertThat(awaitEnd(id).targets())
                .allSatisfy(target -> assertThat(target.state())
                        .as("%s: %s", target.terminal(), target.failure())
                        .isEqualTo("COMPLETE"));
    }

    /** Expects that a file with this content has appeared at terminals. */
    void assertArrived(byte[] content, String name, String... terminals) {
        for (String terminal : terminals) {
            assertThat(files(terminal).resolve(name)).as(terminal).hasBinaryContent(content);
        }
    }

    @Override
    public void close() {
        processes.values().forEach(NodeProcess::close);
    }
}
