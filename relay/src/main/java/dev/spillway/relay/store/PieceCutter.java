/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.store;

import dev.spillway.relay.request.Pieces;
import dev.spillway.relay.request.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** Reads a file once and computes what a transport request says of it. */
public final class PieceCutter {
    /** Pieces that a file is cut into at the most if {@link #usualPieceBytes} is followed: their digests take 256 KiB. */
    private static final int MOST_USUAL = 8_192;

    /** Pieces that even a small file has, so that many nodes can work on it at a time. */
    private static final int LEAST_USUAL = 512;

    private static final int MIDDLE_USUAL_BYTES = 1 << 20;
    private static final int BUFFER_BYTES = 1 << 18;

    /**
     * A file as it was when it was read.
     *
     * @param digest of the whole
     */
    public record Cut(Pieces pieces, Sha256 digest) {}

    private PieceCutter() {}

    /** Small pieces pass on sooner, large ones cost less: 64 KiB up to 32 MiB, then 256 to 512 pieces, 1 MiB from 256 MiB to 8 GiB, and doubling from there. */
    public static int usualPieceBytes(long fileBytes) {
        int bytes = Pieces.LEAST_PIECE_BYTES;
        while (bytes < Pieces.MOST_PIECE_BYTES
                && fileBytes / bytes > (bytes < MIDDLE_USUAL_BYTES ? LEAST_USUAL : MOST_USUAL)) {
            bytes *= 2;
        }
        return bytes;
    }

    /**
     * Cuts a file.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if the pieces would be too many, or their size is out of its bounds
     */
    public static Cut cut(Path file, int pieceBytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return cut(in, pieceBytes);
        }
    }

    /** Cuts what a stream gives until its end. */
    public static Cut cut(InputStream in, int pieceBytes) throws IOException {
        MessageDigest whole = Sha256.start();
        List<Sha256> digests = new ArrayList<>();
        long total = 0;
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int length = onePiece(in, buffer, pieceBytes, whole, digests);
                length > 0;
                length = onePiece(in, buffer, pieceBytes, whole, digests)) {
            total += length;
        }
        return new Cut(new Pieces(total, pieceBytes, digests), Sha256.of(whole.digest()));
    }

    private static int onePiece(
            InputStream in, byte[] buffer, int pieceBytes, MessageDigest whole, List<Sha256> digests)
            throws IOException {
        MessageDigest piece = Sha256.start();
        int length = 0;
        while (length < pieceBytes) {
            int read = in.read(buffer, 0, Math.min(buffer.length, pieceBytes - length));
            if (read < 0) {
                break;
            }
            whole.update(buffer, 0, read);
            piece.update(buffer, 0, read);
            length += read;
        }
        if (length > 0) {
            digests.add(Sha256.of(piece.digest()));
        }
        return length;
    }
}
