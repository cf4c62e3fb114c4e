/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import dev.spillway.relay.serve.Exchange;
import dev.spillway.relay.serve.SentFile;
import java.io.IOException;
import java.util.Optional;

/** Serves what has appeared to the clients of a terminal, below {@code PATH/files/}, and tells them where else it is. */
public final class ClientFiles {
    public static final String PATH = "/files/";

    private final LocalView view;
    private final boolean redirects;

    /** @param redirects whether browsers are sent on to terminals that have clearly less to do */
    public ClientFiles(LocalView view, boolean redirects) {
        this.view = view;
        this.redirects = redirects;
    }

    /** Answers a GET or HEAD request below {@link #PATH}. */
    public void handle(Exchange exchange) throws IOException {
        Optional<PublishedFile> found = view.find(exchange.path().substring(PATH.length()));
        if (found.isEmpty()) {
            exchange.answer(404);
            return;
        }
        PublishedFile file = found.get();
        if (exchange.query(MirrorFields.METALINK_QUERY).isPresent()) {
            exchange.setHeader("Content-Disposition", Metalink4.disposition(file.name()));
            exchange.setHeader("Cache-Control", "no-store");
            exchange.answer(200, Metalink4.TYPE, Metalink4.of(file, view.files() + MirrorFields.encode(file.name())));
            return;
        }
        Optional<String> elsewhere = redirects ? elsewhere(file, exchange) : Optional.empty();
        if (elsewhere.isPresent()) {
            exchange.setHeader("Location", elsewhere.get());
            exchange.setHeader("Cache-Control", "no-store");
            exchange.answer(307);
            return;
        }
        MirrorFields.of(file, exchange::addHeader);
        exchange.answer(new SentFile(file.path(), file.type(), "\"" + file.digest() + "\"", file.since(), false));
    }

    private Optional<String> elsewhere(PublishedFile file, Exchange exchange) {
        boolean isFree = exchange.method().equals("GET")
                && exchange.query(Redirection.MARK).isEmpty()
                && exchange.header("Range").isEmpty();
        return isFree ? Redirection.of(file, view.load(), exchange.header("Accept")) : Optional.empty();
    }
}
