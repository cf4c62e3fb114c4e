/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import dev.spillway.relay.admin.NodeView;
import dev.spillway.relay.admin.PublishOrder;
import dev.spillway.relay.admin.TransferDetail;
import dev.spillway.relay.admin.TransferView;
import dev.spillway.relay.control.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Asks main servers, one after the other, as an administrator does. */
final class Admin {
    static final String TOKEN = "a token of administrators";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final List<URI> mains = new ArrayList<>();

    void add(URI main) {
        mains.add(main);
    }

    /** Public key of a main server, as terminals want it. */
    String key(URI main) throws IOException, InterruptedException {
        return new String(send(HttpRequest.newBuilder(URI.create(main + "/key"))), StandardCharsets.US_ASCII);
    }

    List<NodeView> nodes() throws IOException, InterruptedException {
        return List.of(Json.read(ask("nodes", null), NodeView[].class));
    }

    TransferDetail detail(UUID transfer) throws IOException, InterruptedException {
        return Json.read(ask("transfers/" + transfer, null), TransferDetail.class);
    }

    TransferView publish(PublishOrder order) throws IOException, InterruptedException {
        return Json.read(ask("publish", Json.write(order)), TransferView.class);
    }

    private byte[] ask(String path, byte[] content) throws IOException, InterruptedException {
        IOException failure = null;
        for (URI main : mains) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(main + "/admin/" + path))
                    .header("Authorization", "Bearer " + TOKEN);
            if (content != null) {
                request.POST(HttpRequest.BodyPublishers.ofByteArray(content));
            }
            try {
                return send(request);
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private byte[] send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(answer.uri() + ": " + answer.statusCode() + " "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer.body();
    }
}
