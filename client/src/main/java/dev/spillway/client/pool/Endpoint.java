/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.pool;

import java.util.Locale;
import java.util.Objects;

/**
 * Where a socket leads to: the unit by which {@link SocketPool} counts and bounds.
 *
 * @param host name or address, lower case; an IPv6 address without brackets
 * @param port 1 to 65535
 * @param secure whether TLS is spoken from the first byte on
 */
public record Endpoint(String host, int port, boolean secure) {
    public Endpoint {
        host = Objects.requireNonNull(host, "host").toLowerCase(Locale.ROOT);
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host is empty: give a name or an address");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port=" + port + " is outside 1 to 65535");
        }
    }

    /** Host and port as they stand in a URL: an IPv6 address in brackets. */
    public String authority() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** Written out, like {@link #hashCode}: what the runtime makes of a record itself takes it longer at its start than a whole request. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Endpoint that && port == that.port && secure == that.secure && host.equals(that.host);
    }

    @Override
    public int hashCode() {
        return 31 * host.hashCode() + 2 * port + (secure ? 1 : 0);
    }

    @Override
    public String toString() {
        return (secure ? "tls://" : "tcp://") + authority();
    }
}
