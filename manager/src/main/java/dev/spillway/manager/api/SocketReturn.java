/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.nio.ByteBuffer;

/** Takes a connection back when its download is completed, for the next request on it. */
@FunctionalInterface
public interface SocketReturn {
    /**
     * Takes the connection back, or closes it if there is no use for it. Called on a loop thread, so it must neither
     * block nor throw.
     *
     * @param sentAhead what the client has sent during the download, to be read first
     * @return false if this is not possible just now: the manager asks again within a millisecond or so, with the same
     *     buffer
     */
    boolean giveBack(ByteBuffer sentAhead);
}
