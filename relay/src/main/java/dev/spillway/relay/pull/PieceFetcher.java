/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.pull;

import dev.spillway.client.http.ContentRange;
import dev.spillway.client.http.HttpAgent;
import dev.spillway.client.http.HttpAnswer;
import dev.spillway.client.http.ProtocolException;
import dev.spillway.client.http.RangeRequest;
import dev.spillway.relay.request.Pieces;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Fetches single pieces as ranges of a file over HTTP. Safe for use by any number of threads. */
public final class PieceFetcher {
    private static final int PARTIAL = 206;

    /** A server that has not got so far says one of these: range not satisfiable, too early, come again. */
    private static final int UNSATISFIABLE = 416;

    private static final int TOO_EARLY = 425;
    private static final int UNAVAILABLE = 503;

    private final HttpAgent agent;

    public PieceFetcher(HttpAgent agent) {
        this.agent = agent;
    }

    /**
     * Fetches a piece; what has come is as long as it should be, and nothing more is known of it.
     *
     * @param file where an upstream serves the file
     * @throws IOException if the upstream cannot be reached, breaks off, falls silent, does not have the piece, or answers something else
     */
    ByteBuffer fetch(URI file, Pieces pieces, int piece) throws IOException, InterruptedException {
        long first = pieces.start(piece);
        int length = pieces.length(piece);
        try (HttpAnswer answer = agent.get(file, RangeRequest.part(first, first + length, Optional.empty()))) {
            switch (answer.status()) {
                case PARTIAL -> checkRange(answer, first, length);
                case UNSATISFIABLE, TOO_EARLY, UNAVAILABLE -> throw new NotYetException(piece);
                default ->
                    throw new ProtocolException(
                            "status " + answer.status() + " for piece " + piece + "; 206 was wanted");
            }
            return read(answer, length);
        }
    }

    private static void checkRange(HttpAnswer answer, long first, int length) throws ProtocolException {
        Optional<ContentRange> range = answer.headers().first("content-range").flatMap(ContentRange::parse);
        if (range.isEmpty() || range.get().first() != first || range.get().length() != length) {
            throw new ProtocolException("another range than the one that was asked for");
        }
    }

    private static ByteBuffer read(HttpAnswer answer, int length) throws IOException {
        byte[] bytes = new byte[length];
        int filled = 0;
        while (filled < length) {
            int read = answer.body().read(bytes, filled, length - filled);
            if (read < 0) {
                throw new ProtocolException("the answer is shorter than its range");
            }
            filled += read;
        }
        // Reads the end, too, so that the connection can be used again.
        if (answer.body().read(new byte[1], 0, 1) >= 0) {
            throw new ProtocolException("the answer is longer than its range");
        }
        return ByteBuffer.wrap(bytes);
    }
}
