/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.pull;

import dev.spillway.client.http.ContentRange;
import dev.spillway.client.http.HttpAgent;
import dev.spillway.client.http.HttpAnswer;
import dev.spillway.client.http.ProtocolException;
import dev.spillway.client.http.RangeRequest;
import dev.spillway.relay.pack.PiecePacker;
import dev.spillway.relay.request.Pieces;
import dev.spillway.relay.store.BadPieceException;
import dev.spillway.relay.store.PieceStore;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Predicate;

/** Fetches single pieces over HTTP into a store: as ranges of the file, or packed ({@link PiecePacker}). Safe for use by any number of threads. */
public final class PieceFetcher {
    private static final int OK = 200;
    private static final int PARTIAL = 206;

    /** A server that has not got so far says one of these: range not satisfiable, too early, come again. */
    private static final int UNSATISFIABLE = 416;

    private static final int TOO_EARLY = 425;
    private static final int UNAVAILABLE = 503;

    private final HttpAgent agent;
    private final Optional<PiecePacker> packer;
    private final Predicate<URI> packing;

    /** Sees how the content of a piece comes. */
    interface Watch {
        void begins();

        void came(int bytes);
    }

    /** Fetches pieces as they are. */
    public PieceFetcher(HttpAgent agent) {
        this.agent = agent;
        this.packer = Optional.empty();
        this.packing = upstream -> false;
    }

    /**
     * Fetches packed pieces.
     *
     * @param packing which upstreams pack; of the others they come as they are
     */
    public PieceFetcher(HttpAgent agent, PiecePacker packer, Predicate<URI> packing) {
        this.agent = agent;
        this.packer = Optional.of(packer);
        this.packing = packing;
    }

    /**
     * Fetches a piece into the store, which checks it.
     *
     * @param file where an upstream serves the file
     * @param watch told when the content begins to come, and of what has come
     * @throws BadPieceException if it does not fit its digest
     * @throws NotYetException if the upstream is well and does not have it yet
     * @throws IOException if the upstream cannot be reached, breaks off, falls silent, or answers something else; or the disk does not take it
     */
    void fetch(URI file, PieceStore store, int piece, Watch watch) throws IOException, InterruptedException {
        if (packing.test(file)) {
            fetchPacked(file, store, piece, watch);
            return;
        }
        Pieces pieces = store.file().pieces();
        long first = pieces.start(piece);
        int length = pieces.length(piece);
        try (HttpAnswer answer = agent.get(file, RangeRequest.part(first, first + length, Optional.empty()))) {
            check(answer, piece, PARTIAL);
            checkRange(answer, first, length);
            watch.begins();
            store.receive(piece, new BodyStream(answer.body(), watch::came));
            checkEnd(answer);
        }
    }

    private void fetchPacked(URI file, PieceStore store, int piece, Watch watch)
            throws IOException, InterruptedException {
        int length = store.file().pieces().length(piece);
        try (HttpAnswer answer = agent.get(URI.create(file + "?piece=" + piece), RangeRequest.WHOLE)) {
            check(answer, piece, OK);
            watch.begins();
            byte[] packed =
                    new BodyStream(answer.body(), watch::came).readNBytes(length + PiecePacker.MOST_OVERHEAD_BYTES);
            checkEnd(answer);
            byte[] bytes;
            try {
                bytes = packer.orElseThrow().unpack(piece, packed, length);
            } catch (IllegalArgumentException e) {
                throw new BadPieceException(piece, e.getMessage());
            }
            store.put(piece, ByteBuffer.wrap(bytes));
        }
    }

    private static void check(HttpAnswer answer, int piece, int wanted) throws IOException {
        switch (answer.status()) {
            case UNSATISFIABLE, TOO_EARLY, UNAVAILABLE -> throw new NotYetException(piece);
            default -> {
                if (answer.status() != wanted) {
                    throw new ProtocolException(
                            "status " + answer.status() + " for piece " + piece + "; " + wanted + " was wanted");
                }
            }
        }
    }

    private static void checkRange(HttpAnswer answer, long first, int length) throws ProtocolException {
        Optional<ContentRange> range = answer.headers().first("content-range").flatMap(ContentRange::parse);
        if (range.isEmpty() || range.get().first() != first || range.get().length() != length) {
            throw new ProtocolException("another range than the one that was asked for");
        }
    }

    /** Reads the end, too, so that the connection can be used again. */
    private static void checkEnd(HttpAnswer answer) throws IOException {
        if (answer.body().read(new byte[1], 0, 1) >= 0) {
            throw new ProtocolException("the answer is longer than it should be");
        }
    }
}
