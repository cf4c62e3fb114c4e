/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.control;

import java.util.Base64;
import java.util.BitSet;

/** Sets of pieces as text: bit n of the bytes (the lowest of each byte first) is piece n, in base64. */
public final class PieceSets {
    private PieceSets() {}

    public static String write(BitSet pieces) {
        return Base64.getEncoder().encodeToString(pieces.toByteArray());
    }

    /**
     * Reads a set.
     *
     * @param count of the pieces of the file; others are refused
     * @throws IllegalArgumentException if it is none
     */
    public static BitSet read(String text, int count) {
        BitSet pieces = BitSet.valueOf(Base64.getDecoder().decode(text));
        if (pieces.length() > count) {
            throw new IllegalArgumentException("piece " + (pieces.length() - 1) + " of a file of " + count);
        }
        return pieces;
    }
}
