/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.pull;

import java.io.IOException;

/** The upstream is well, but does not have the piece yet. */
final class NotYetException extends IOException {
    private static final long serialVersionUID = 1;

    NotYetException(int piece) {
        super("piece " + piece + " is not there yet");
    }
}
