/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * The socket of a client.
 *
 * @param channel connected and in non-blocking mode
 * @param tls the TLS layer over it, if there is one; then nothing may be written to the channel past it
 */
public record ClientSocket(SocketChannel channel, Optional<SecureLayer> tls) {}
