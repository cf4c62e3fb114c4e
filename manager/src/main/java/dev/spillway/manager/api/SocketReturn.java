/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.nio.ByteBuffer;

/** Takes a connection back when its download is completed, for the next request on it. */
@FunctionalInterface
public interface SocketReturn {
    /** What became of the connection. */
    enum Answer {
        /** It is the taker's. */
        TAKEN,

        /** It can't be taken just now; the manager keeps it, and asks again within a millisecond or so. */
        NOT_YET,

        /** There is no use for it; the manager keeps it, and closes it in order. */
        REFUSED
    }

    /**
     * Takes the connection back, if possible. Called on a loop thread, so it must neither block nor throw.
     *
     * @param sentAhead what the client has sent during the download, to be read first; the same each time
     */
    Answer giveBack(ByteBuffer sentAhead);
}
