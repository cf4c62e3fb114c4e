/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.digest;

import java.util.List;

/**
 * Checksums of the pieces of a file (RFC 5854 section 4.1.3). The pieces follow each other from the first byte on; the last may be shorter.
 *
 * @param pieceBytes length of a piece, 1 or more
 * @param values one for each piece, in order
 */
public record PieceChecksums(long pieceBytes, List<Checksum> values) {
    public PieceChecksums {
        if (pieceBytes < 1) {
            throw new IllegalArgumentException("pieceBytes=" + pieceBytes + " is below 1");
        }
        values = List.copyOf(values);
    }

    /** Whether there is just one checksum for every piece of a file of that size. */
    public boolean fit(long fileBytes) {
        return (fileBytes + pieceBytes - 1) / pieceBytes == values.size();
    }
}
