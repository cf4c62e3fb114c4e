/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The DevTools protocol of Chromium: numbered calls with answers, and events in between. */
final class DevTools implements WebSocket.Listener {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final StringBuilder message = new StringBuilder();
    private WebSocket socket;

    private DevTools() {}

    static DevTools connect(URI address) {
        DevTools tools = new DevTools();
        tools.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, tools)
                .join();
        return tools;
    }

    static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a method, and waits for its answer; fails if it is an error. */
    JsonNode call(String method, Map<String, ?> parameters) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        try {
            String call = MAPPER.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
            socket.sendText(call, true).join();
            JsonNode said = answer.get(Patience.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            assertThat(said.has("error")).as("%s: %s", method, said).isFalse();
            return said.get("result");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no answer to " + method, e);
        }
    }

    List<String> complaints() {
        return complaints;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            receive(read(message.toString()));
            message.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    private void receive(JsonNode received) {
        if (received.has("id")) {
            answers.remove(received.get("id").asInt()).complete(received);
            return;
        }
        String event = received.get("method").asText();
        boolean isLogEntry = "Log.entryAdded".equals(event)
                && "error".equals(received.at("/params/entry/level").asText());
        if (isLogEntry || "Runtime.exceptionThrown".equals(event)) {
            complaints.add(received.get("params").toString());
        }
    }
}
