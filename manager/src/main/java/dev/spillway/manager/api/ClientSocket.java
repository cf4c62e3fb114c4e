/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.nio.channels.SocketChannel;

/**
 * The socket of a client, with what becomes of it when the download is completed.
 *
 * @param channel connected, registered with no selector or only with cancelled keys
 * @param giveBack who takes the open connection back, or null if it is to be closed
 */
public record ClientSocket(SocketChannel channel, SocketReturn giveBack) {}
