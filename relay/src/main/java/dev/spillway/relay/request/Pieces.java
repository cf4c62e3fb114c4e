/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

import java.util.List;

/**
 * How a file is cut, and the digest of each piece.
 *
 * @param fileBytes length of the file, 0 to {@link #MOST_FILE_BYTES}
 * @param pieceBytes length of every piece but the last, {@link #LEAST_PIECE_BYTES} to {@link #MOST_PIECE_BYTES}
 * @param digests one for each piece, at most {@link #MOST}
 */
public record Pieces(long fileBytes, int pieceBytes, List<Sha256> digests) {
    public static final long MOST_FILE_BYTES = 1L << 44;
    public static final int LEAST_PIECE_BYTES = 64 << 10;
    public static final int MOST_PIECE_BYTES = 64 << 20;
    public static final int MOST = 262_144;

    public Pieces {
        digests = List.copyOf(digests);
        Bounds.check("fileBytes", fileBytes, 0, MOST_FILE_BYTES);
        Bounds.check("pieceBytes", pieceBytes, LEAST_PIECE_BYTES, MOST_PIECE_BYTES);
        long needed = (fileBytes + pieceBytes - 1) / pieceBytes;
        Bounds.check("pieces", needed, 0, MOST);
        if (digests.size() != needed) {
            throw new IllegalArgumentException(digests.size() + " piece digests for a file of " + needed + " pieces");
        }
    }

    public int count() {
        return digests.size();
    }

    /** Offset of the first byte of a piece. */
    public long start(int piece) {
        return (long) piece * pieceBytes;
    }

    /** Bytes of a piece. */
    public int length(int piece) {
        return (int) Math.min(pieceBytes, fileBytes - start(piece));
    }
}
