/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.nio.channels.SocketChannel;

/**
 * The right to start one download. Exactly one of the two methods is to be called, once; calls after the first do
 * nothing but, for {@link #start}, close what they were given.
 */
public interface Place {
    /**
     * Hands the socket and the file over. The manager owns both from here on, whatever happens, and reports the end to
     * {@code listener} exactly once.
     *
     * @param socket the connected socket of the client, registered with no selector or only with cancelled keys
     * @param transfer what to send
     * @param listener told of the end; see there for what it may do
     */
    void start(SocketChannel socket, Transfer transfer, TransferListener listener);

    /** Gives the place up: the download will not be started. */
    void giveUp();
}
