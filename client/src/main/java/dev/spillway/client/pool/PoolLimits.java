/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.pool;

import java.time.Duration;

/**
 * Bounds of a {@link SocketPool}.
 *
 * @param perServer sockets open to one endpoint at a time, 1 to 1,000
 * @param total sockets open in all, 1 to 10,000
 * @param open how long opening a socket may take: name look-up, connect, proxy and TLS handshake together; 10 ms to 1 hour
 * @param idle how long an unused socket stays open, 10 ms to 1 hour; servers commonly close after 5 to 75 s
 */
public record PoolLimits(int perServer, int total, Duration open, Duration idle) {
    /** Six sockets a server (the custom of browsers), 64 in all, opened within 10 s, closed after 15 s without use. */
    public static final PoolLimits DEFAULT = new PoolLimits(6, 64, Duration.ofSeconds(10), Duration.ofSeconds(15));

    public PoolLimits {
        if (perServer < 1 || perServer > 1_000) {
            throw new IllegalArgumentException("perServer=" + perServer + " is outside 1 to 1000");
        }
        if (total < 1 || total > 10_000) {
            throw new IllegalArgumentException("total=" + total + " is outside 1 to 10000");
        }
        refuseOutside("open", open);
        refuseOutside("idle", idle);
    }

    private static void refuseOutside(String name, Duration value) {
        if (value.compareTo(Duration.ofMillis(10)) < 0 || value.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(name + "=" + value + " is outside 10 ms to 1 hour");
        }
    }
}
