/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A Chromium that a test can look into and type into, by its DevTools protocol. */
final class Browser implements AutoCloseable {
    private static final Map<String, Integer> KEYS =
            Map.of("Tab", 9, "Enter", 13, "Escape", 27, " ", 32, "ArrowDown", 40);
    private static final int SHIFT = 8;

    private final Path directory = BuildPaths.newDirectory("browser");
    private final Process process;
    private final DevTools tools;

    private Browser() throws IOException {
        List<String> command = new ArrayList<>(HeadlessBrowser.command(directory));
        command.addAll(List.of("--remote-debugging-port=0", "about:blank"));
        process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said.txt").toFile())
                .start();
        try {
            tools = DevTools.connect(pageAddress());
            tools.call("Page.enable", Map.of());
            tools.call("Runtime.enable", Map.of());
            tools.call("Log.enable", Map.of());
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    static Browser start() {
        try {
            return new Browser();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Chromium writes its port into a file, and says over HTTP how its page can be reached. */
    private URI pageAddress() {
        Path ports = directory.resolve("profile/DevToolsActivePort");
        Patience.await(
                "the port of the browser",
                () -> Files.exists(ports) && Files.readAllLines(ports).size() > 1);
        try {
            URI targets =
                    URI.create("http://127.0.0.1:" + Files.readAllLines(ports).get(0) + "/json/list");
            String list = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(targets).build(), BodyHandlers.ofString())
                    .body();
            for (JsonNode target : DevTools.read(list)) {
                if ("page".equals(target.get("type").asText())) {
                    return URI.create(target.get("webSocketDebuggerUrl").asText());
                }
            }
            throw new AssertionError("no page among " + list);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Opens an address, and waits until it is loaded. */
    Browser open(String url) {
        JsonNode answer = tools.call("Page.navigate", Map.of("url", url));
        assertThat(answer.path("errorText").asText()).as("error of %s", url).isEmpty();
        await("document.readyState === 'complete' && location.href !== 'about:blank'");
        return this;
    }

    /** The value of an expression of JavaScript, after the end of a promise if it is one. */
    JsonNode evaluate(String expression) {
        JsonNode answer = tools.call(
                "Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        assertThat(answer.has("exceptionDetails"))
                .as("%s threw %s", expression, answer)
                .isFalse();
        return answer.path("result").path("value");
    }

    String text(String selector) {
        return evaluate("document.querySelector('" + selector + "').textContent")
                .asText();
    }

    void await(String condition) {
        Patience.await(condition, () -> evaluate("Boolean(" + condition + ")").asBoolean());
    }

    /** Presses and releases a key. */
    Browser press(String key) {
        return press(key, 0);
    }

    /** Goes to the control before. */
    Browser pressShiftTab() {
        return press("Tab", SHIFT);
    }

    private Browser press(String key, int modifiers) {
        boolean isCharacter = key.length() == 1 || "Enter".equals(key);
        String character = "Enter".equals(key) ? "\r" : key;
        Map<String, Object> stroke = new java.util.HashMap<>(
                Map.of("key", key, "modifiers", modifiers, "windowsVirtualKeyCode", KEYS.getOrDefault(key, (int)
                        key.charAt(0))));
        if (isCharacter) {
            stroke.put("text", character);
        }
        stroke.put("type", isCharacter ? "keyDown" : "rawKeyDown");
        tools.call("Input.dispatchKeyEvent", stroke);
        stroke.put("type", "keyUp");
        tools.call("Input.dispatchKeyEvent", stroke);
        return this;
    }

    /** Types a text, key by key. */
    Browser type(String text) {
        text.chars().forEach(c -> press(Character.toString(c)));
        return this;
    }

    /** What the user has chosen for all pages: dark or light. */
    Browser prefer(String colorScheme) {
        tools.call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
        return this;
    }

    Browser size(int width, int height) {
        tools.call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        return this;
    }

    /** Takes a picture of what can be seen. */
    byte[] picture() {
        JsonNode answer = tools.call("Page.captureScreenshot", Map.of("format", "png"));
        return Base64.getDecoder().decode(answer.get("data").asText());
    }

    /** What pages have complained about: errors of scripts, and what a policy forbade. */
    List<String> complaints() {
        return tools.complaints();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        BuildPaths.delete(directory);
    }
}
