/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.cli;

import dev.spillway.relay.admin.ErrorView;
import dev.spillway.relay.admin.NodeView;
import dev.spillway.relay.admin.PublishOrder;
import dev.spillway.relay.admin.TransferDetail;
import dev.spillway.relay.admin.TransferView;
import dev.spillway.relay.control.Addresses;
import dev.spillway.relay.control.Json;
import dev.spillway.relay.serve.Strangers;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;

/** Asks one of the main servers (see the package {@code admin}). What it refuses or can't be asked becomes a {@link CommandFailedException}. */
final class AdminClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    /** The digests of what is published are computed before the answer. */
    private static final Duration PUBLISH_TIMEOUT = Duration.ofHours(2);

    private final HttpClient http;
    private final List<URI> servers;
    private final Optional<String> token;

    /**
     * @param servers main servers over one database; the first that can be reached is asked
     * @param token that each of them wants; never shown
     * @param trusted authorities of main servers; empty for those of Java
     */
    AdminClient(List<URI> servers, Optional<String> token, Optional<SSLContext> trusted) {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT);
        trusted.ifPresent(builder::sslContext);
        this.http = builder.build();
        this.servers = List.copyOf(servers);
        this.token = token;
    }

    List<TransferView> transfers() {
        return List.of(get("/transfers", TransferView[].class));
    }

    TransferDetail transfer(UUID id) {
        return get("/transfers/" + id, TransferDetail.class);
    }

    List<NodeView> nodes() {
        return List.of(get("/nodes", NodeView[].class));
    }

    TransferView cancel(UUID id) {
        return post("/transfers/" + id + "/cancel", TransferView.class);
    }

    TransferView retry(UUID id) {
        return post("/transfers/" + id + "/retry", TransferView.class);
    }

    NodeView drain(String node) {
        return post("/nodes/" + encode(node) + "/drain", NodeView.class);
    }

    NodeView activate(String node) {
        return post("/nodes/" + encode(node) + "/activate", NodeView.class);
    }

    void remove(String node) {
        send("DELETE", "/nodes/" + encode(node), BodyPublishers.noBody(), ANSWER_TIMEOUT);
    }

    /** Brings a file into the store folder of the main servers. */
    void store(String name, Path file, Duration longest) throws IOException {
        send("PUT", "/store/" + encode(name), BodyPublishers.ofFile(file), longest);
    }

    TransferView publish(PublishOrder order) {
        byte[] answer = send("POST", "/publish", BodyPublishers.ofByteArray(Json.write(order)), PUBLISH_TIMEOUT);
        return read(answer, TransferView.class);
    }

    private <T> T get(String path, Class<T> type) {
        return read(send("GET", path, BodyPublishers.noBody(), ANSWER_TIMEOUT), type);
    }

    private <T> T post(String path, Class<T> type) {
        return read(send("POST", path, BodyPublishers.noBody(), ANSWER_TIMEOUT), type);
    }

    private static <T> T read(byte[] answer, Class<T> type) {
        try {
            return Json.read(answer, type);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(
                    ExitCode.UNREACHABLE, "what answers is no main server of this version: " + e.getMessage(), e);
        }
    }

    private byte[] send(String method, String path, BodyPublisher body, Duration longest) {
        IOException failure = null;
        for (URI server : servers) {
            HttpRequest.Builder request = HttpRequest.newBuilder(Addresses.below(server, "/admin" + path))
                    .timeout(longest)
                    .header("Accept", Json.TYPE)
                    .header(Strangers.HEADER, "command")
                    .method(method, body);
            token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
            try {
                return contentOf(http.send(request.build(), BodyHandlers.ofByteArray()));
            } catch (java.net.ConnectException | java.net.http.HttpConnectTimeoutException e) {
                failure = e; // nothing has been asked yet, so another one may be
            } catch (IOException e) {
                throw unreachable(server.toString(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailedException(ExitCode.INTERNAL, "interrupted", e);
            }
        }
        throw unreachable(servers.toString(), failure);
    }

    private static CommandFailedException unreachable(String servers, IOException cause) {
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new CommandFailedException(
                ExitCode.UNREACHABLE,
                "no answer from the main server at " + servers + " (" + why + "): give its address with --server",
                cause);
    }

    private static byte[] contentOf(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        if (status < 300) {
            return answer.body();
        }
        ExitCode code = switch (status) {
            case 400 -> ExitCode.USAGE;
            case 401, 403 -> ExitCode.REFUSED;
            case 404 -> ExitCode.NOT_FOUND;
            case 409, 507 -> ExitCode.CONFLICT;
            default -> ExitCode.INTERNAL;
        };
        throw new CommandFailedException(code, reason(answer));
    }

    private static String reason(HttpResponse<byte[]> answer) {
        try {
            return Json.read(answer.body(), ErrorView.class).error();
        } catch (IllegalArgumentException e) {
            return "the main server answered with status " + answer.statusCode();
        }
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
