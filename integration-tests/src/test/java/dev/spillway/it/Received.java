/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

/** What came of a body: how many bytes, and why reading ended. */
record Received(long length, Ending ending) {
    /** Why reading ended. */
    enum Ending {
        /** As many bytes as were asked for; there may be more. */
        ENOUGH,
        /** The server closed the connection in order. */
        END_OF_STREAM,
        /** The connection was reset. */
        RESET
    }
}
