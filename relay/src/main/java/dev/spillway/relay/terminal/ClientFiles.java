/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import dev.spillway.relay.serve.Exchange;
import dev.spillway.relay.serve.SentFile;
import java.io.IOException;
import java.util.Optional;

/** Serves what has appeared to the clients of a terminal, below {@code PATH/files/}. */
public final class ClientFiles {
    public static final String PATH = "/files/";

    private final LocalView view;

    public ClientFiles(LocalView view) {
        this.view = view;
    }

    /** Answers a GET or HEAD request below {@link #PATH}. */
    public void handle(Exchange exchange) throws IOException {
        Optional<PublishedFile> file = view.find(exchange.path().substring(PATH.length()));
        if (file.isEmpty()) {
            exchange.answer(404);
            return;
        }
        PublishedFile found = file.get();
        exchange.answer(new SentFile(found.path(), found.type(), "\"" + found.digest() + "\"", found.since(), false));
    }
}
