/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.tomcat.page;

import dev.spillway.relay.serve.Exchange;
import dev.spillway.valve.status.PageParts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Serves the files of the page, which is at {@code PATH/} of a main server. Safe for use by any number of threads. */
public final class LivePage {
    private static final String HTML = "text/html;charset=UTF-8";
    private static final String CSS = "text/css;charset=UTF-8";
    private static final String SCRIPT = "text/javascript;charset=UTF-8";
    private static final String ICON = "image/svg+xml";
    private static final byte[] ONLY_READ = "only GET, HEAD is allowed here".getBytes(StandardCharsets.US_ASCII);

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Part(String type, byte[] content) {}

    private final Map<String, Part> parts = new HashMap<>();

    /** Reads all of it. */
    public LivePage() {
        parts.put("/", own("page.html", HTML));
        parts.put("/relay.css", own("relay.css", CSS));
        for (String script : new String[] {"relay.js", "server.js", "table.js", "tree.js"}) {
            parts.put("/" + script, own(script, SCRIPT));
        }
        for (String script : new String[] {"ask.js", "format.js"}) {
            parts.put("/" + script, new Part(SCRIPT, PageParts.read(script)));
        }
        parts.put("/page.css", new Part(CSS, PageParts.read("page.css")));
        parts.put("/icon.svg", new Part(ICON, PageParts.read("icon.svg")));
    }

    private static Part own(String name, String type) {
        try (InputStream in = LivePage.class.getResourceAsStream(name)) {
            return new Part(type, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this is a file of the page. */
    public boolean isFor(Exchange exchange) {
        return parts.containsKey(exchange.path());
    }

    /** Answers what {@link #isFor} has found. */
    public void handle(Exchange exchange) throws IOException {
        Part part = parts.get(exchange.path());
        if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
            exchange.setHeader("Allow", "GET, HEAD");
            exchange.answer(405, "text/plain;charset=UTF-8", ONLY_READ);
            return;
        }
        exchange.setHeader("Cache-Control", "no-cache");
        exchange.setHeader("Content-Security-Policy", PageParts.POLICY);
        exchange.setHeader("X-Content-Type-Options", "nosniff");
        exchange.setHeader("X-Frame-Options", "DENY");
        exchange.setHeader("Referrer-Policy", "no-referrer");
        exchange.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        exchange.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        exchange.answer(200, part.type(), part.content());
    }
}
