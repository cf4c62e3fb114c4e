/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.pool;

import java.io.IOException;
import java.time.Duration;

/** Opens sockets for a {@link SocketPool}. */
@FunctionalInterface
public interface Dialer {
    /**
     * Opens a socket and makes it ready for requests: name look-up, connect, proxy and TLS handshake.
     *
     * @param longest bound for the whole of it
     */
    Connection open(Endpoint endpoint, Duration longest) throws IOException;
}
