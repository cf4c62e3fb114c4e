/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.source;

import dev.spillway.client.dial.Hosts;
import dev.spillway.client.http.HttpAgent;
import dev.spillway.client.http.HttpSettings;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Makes sources by the scheme of a URL: http, https and ftp. */
public final class Sources {
    private static final Set<String> SCHEMES = Set.of("http", "https", "ftp");

    private final HttpAgent agent;
    private final HttpSettings settings;

    public Sources(HttpAgent agent, HttpSettings settings) {
        this.agent = agent;
        this.settings = settings;
    }

    /**
     * Makes a source; nothing is sent yet.
     *
     * @throws IllegalArgumentException for a URL without a host or with another scheme
     */
    public Source source(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("a URL names no host: give http://, https:// or ftp:// with a host");
        }
        return switch (scheme) {
            case "http", "https" -> new HttpSource(uri, agent);
            case "ftp" -> new FtpSource(uri, settings);
            default ->
                throw new IllegalArgumentException(
                        "scheme " + scheme + " is not known: give a URL with http, https or ftp");
        };
    }

    /** Whether a URL can be a source. */
    public static boolean isKnown(URI uri) {
        return uri.getHost() != null
                && uri.getScheme() != null
                && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT));
    }

    /** Scheme, host and port of a URL; nothing secret. */
    public static String server(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int usual = switch (scheme) {
            case "https" -> 443;
            case "ftp" -> 21;
            default -> 80;
        };
        String host = Hosts.unbracketed(uri.getHost()).toLowerCase(Locale.ROOT);
        String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return scheme + "://" + bracketed + ":" + (uri.getPort() > 0 ? uri.getPort() : usual);
    }
}
