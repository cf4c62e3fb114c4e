/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.serve;

import dev.spillway.relay.pack.PiecePacker;
import dev.spillway.relay.request.FileSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/** How nodes serve pieces to each other. */
public final class PieceAnswers {
    private PieceAnswers() {}

    /**
     * The file of a transfer, of which the host sends the range that is asked for.
     *
     * @param isOnce whether the path is one for this answer alone
     */
    public static SentFile whole(Path path, FileSpec file, boolean isOnce) {
        return new SentFile(path, "application/octet-stream", "\"" + file.digest() + "\"", file.activation(), isOnce);
    }

    /** Number of a piece; 400 if the file has none of that number. */
    public static int piece(String text, FileSpec file) throws RefusedException {
        try {
            int piece = Integer.parseInt(text);
            if (piece >= 0 && piece < file.pieces().count()) {
                return piece;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new RefusedException(400, "?piece= is no number of a piece");
    }

    /** Answers with a piece as it travels. */
    public static void packed(Exchange exchange, UUID transfer, FileSpec file, int piece, byte[] content)
            throws IOException {
        exchange.answer(200, PiecePacker.TYPE, new PiecePacker(transfer, file).pack(piece, content));
    }
}
