/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.dial;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * A proxy on the way to servers.
 *
 * @param kind how it is spoken to
 * @param host name or address of the proxy
 * @param port its port
 * @param credentials user and password for it
 */
public record Proxy(Kind kind, String host, int port, Optional<Credentials> credentials) {
    /** Protocol between us and the proxy. */
    public enum Kind {
        /** HTTP: the CONNECT method for TLS, the absolute form of the request target for plain HTTP (RFC 9110 section 9.3.6, RFC 9112 section 3.2.2). */
        HTTP,
        /** SOCKS version 5 (RFC 1928); names are resolved by the proxy. */
        SOCKS5
    }

    /**
     * Reads a proxy as the environment variables of curl name it: {@code http://[user:password@]host[:port]} or
     * {@code socks5://...}; without a scheme HTTP is meant.
     */
    public static Proxy parse(String text) {
        URI uri;
        try {
            uri = URI.create(text.contains("://") ? text : "http://" + text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the proxy is not a URL: give http://HOST:PORT or socks5://HOST:PORT");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        Kind kind = switch (scheme) {
            case "http" -> Kind.HTTP;
            case "socks5", "socks5h" -> Kind.SOCKS5;
            default ->
                throw new IllegalArgumentException(
                        "proxy scheme " + scheme + " is not known: give http:// or socks5://");
        };
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("the proxy names no host: give http://HOST:PORT or socks5://HOST:PORT");
        }
        int port = uri.getPort() > 0 ? uri.getPort() : 1080;
        return new Proxy(kind, Hosts.unbracketed(uri.getHost()), port, Credentials.fromUserInfo(uri));
    }

    /** Without the credentials, so that it may stand in messages. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + "://" + host + ":" + port;
    }
}
