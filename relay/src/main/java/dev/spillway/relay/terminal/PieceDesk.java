/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import dev.spillway.relay.conf.TerminalSettings;
import dev.spillway.relay.request.FileSpec;
import dev.spillway.relay.request.Pieces;
import dev.spillway.relay.serve.Exchange;
import dev.spillway.relay.serve.PieceAnswers;
import dev.spillway.relay.serve.RefusedException;
import dev.spillway.relay.serve.Requests;
import dev.spillway.relay.store.PieceStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves pieces to other terminals, also of a file that is still arriving. A request for a piece that is not there yet waits a little, for it is mostly on its
 * way, but never holds more than a few threads of the host; then it is answered with 503.
 */
final class PieceDesk {
    private static final Duration LONGEST_WAIT = Duration.ofMillis(400);
    private static final int MOST_WAITING = 24;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})");

    private final TerminalSettings settings;
    private final Shelf shelf;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    PieceDesk(TerminalSettings settings, Shelf shelf) {
        this.settings = settings;
        this.shelf = shelf;
    }

    void handle(Exchange exchange, String transfer) throws IOException, RefusedException, InterruptedException {
        if (!settings.relays()) {
            throw new RefusedException(404, "this terminal does not relay");
        }
        Optional<Holding> known = shelf.find(Requests.transfer(transfer));
        if (known.isEmpty()) {
            // The request may be on its way here, and whoever asks has got it sooner.
            notYet(exchange);
            return;
        }
        Holding holding = known.get();
        FileSpec file = holding.file();
        String piece = exchange.query("piece").orElse(null);
        if (piece != null) {
            int number = PieceAnswers.piece(piece, file);
            if (isThere(holding, number, number + 1, exchange)) {
                PieceAnswers.packed(exchange, holding.transfer(), file, number, holding.read(number));
            }
        } else if (file.key().isPresent()) {
            throw new RefusedException(403, "this file travels encrypted only");
        } else if (isThere(holding, exchange)) {
            send(holding, file, exchange);
        }
    }

    private static void send(Holding holding, FileSpec file, Exchange exchange) throws IOException {
        if (holding.store() == null) {
            exchange.answer(PieceAnswers.whole(holding.whole(), file, false));
        } else {
            Path link = holding.link();
            exchange.answer(PieceAnswers.whole(link, file, true));
        }
    }

    private boolean isThere(Holding holding, Exchange exchange) throws IOException, InterruptedException {
        Pieces pieces = holding.file().pieces();
        Matcher range =
                RANGE.matcher(exchange.header("Range").orElse("bytes=0-" + Math.max(0, pieces.fileBytes() - 1)));
        if (!range.matches()) {
            exchange.answer(416);
            return false;
        }
        long first = Long.parseLong(range.group(1));
        long last = Math.min(Long.parseLong(range.group(2)), pieces.fileBytes() - 1);
        if (first > last) {
            exchange.answer(416);
            return false;
        }
        return isThere(holding, (int) (first / pieces.pieceBytes()), (int) (last / pieces.pieceBytes()) + 1, exchange);
    }

    private boolean isThere(Holding holding, int first, int end, Exchange exchange)
            throws IOException, InterruptedException {
        PieceStore store = holding.store();
        boolean there = switch (holding.state()) {
            case ARRIVING -> store != null && awaited(store, first, end);
            case WHOLE, APPEARED -> holding.hasPieces();
            case GONE -> false;
        };
        if (!there) {
            notYet(exchange);
        }
        return there;
    }

    private static void notYet(Exchange exchange) throws IOException {
        exchange.setHeader("Retry-After", "1");
        exchange.answer(503);
    }

    private boolean awaited(PieceStore store, int first, int end) throws InterruptedException {
        if (store.await(first, end, Duration.ZERO)) {
            return true;
        }
        if (!waiting.tryAcquire()) {
            return false;
        }
        try {
            return store.await(first, end, LONGEST_WAIT);
        } finally {
            waiting.release();
        }
    }
}
