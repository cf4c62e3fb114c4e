/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.nio.channels.SocketChannel;

/** Takes a connection back when its download is completed, for the next request on it. */
@FunctionalInterface
public interface SocketReturn {
    /**
     * Takes the socket back, or closes it if there is no use for it. Called on a loop thread, so it must neither block
     * nor throw.
     *
     * @param socket in non-blocking mode, no longer registered with a selector of the manager
     * @return false if this is not possible just now: the manager asks again within a millisecond or so
     */
    boolean giveBack(SocketChannel socket);
}
