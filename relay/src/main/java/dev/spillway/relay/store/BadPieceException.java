/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.store;

import java.io.IOException;

/** Bytes that are not the piece which they were given out for. Nothing of them was kept. */
public final class BadPieceException extends IOException {
    private static final long serialVersionUID = 1;

    public BadPieceException(int piece, String why) {
        super("piece " + piece + " is bad: " + why);
    }
}
