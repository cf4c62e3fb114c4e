/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.http;

import dev.spillway.client.dial.Hosts;
import dev.spillway.client.dial.Proxy;
import dev.spillway.client.pool.Endpoint;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes the head of a GET request (RFC 9112 sections 3 and 5). */
final class RequestHead {
    private static final Set<String> SECRET = Set.of("authorization", "cookie");

    private RequestHead() {}

    static Endpoint endpoint(URI uri) throws ProtocolException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https");
        if (uri.getHost() == null || !(secure || scheme.equals("http"))) {
            throw new ProtocolException("not a URL of HTTP: " + display(uri));
        }
        int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
        return new Endpoint(Hosts.unbracketed(uri.getHost()), port, secure);
    }

    /** A URL as it may stand in messages: without user, password, query and fragment, any of which may be secret. */
    static String display(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost();
        String port = uri.getPort() > 0 ? ":" + uri.getPort() : "";
        return uri.getScheme() + "://" + host + port + (uri.getRawPath() == null ? "" : uri.getRawPath());
    }

    static byte[] bytes(URI uri, RangeRequest range, HttpSettings settings, boolean firstHost)
            throws ProtocolException {
        Endpoint endpoint = endpoint(uri);
        Optional<Proxy> forwarding = settings.proxies()
                .proxyFor(endpoint.host(), endpoint.secure())
                .filter(proxy -> proxy.kind() == Proxy.Kind.HTTP && !endpoint.secure());
        StringBuilder head = new StringBuilder("GET ");
        if (forwarding.isPresent()) {
            head.append("http://").append(endpoint.authority());
        }
        head.append(target(uri)).append(" HTTP/1.1\r\n");
        field(head, "Host", uri.getHost() + (uri.getPort() > 0 ? ":" + uri.getPort() : ""));
        field(head, "User-Agent", "spillway-get");
        field(head, "Accept", "*/*");
        // A range of compressed content would be a range of something else than the file.
        field(head, "Accept-Encoding", "identity");
        range.value().ifPresent(value -> field(head, "Range", value));
        range.ifRange().ifPresent(value -> field(head, "If-Range", value));
        settings.credentials().apply(uri).ifPresent(found -> field(head, "Authorization", found.basic()));
        forwarding.flatMap(Proxy::credentials).ifPresent(found -> field(head, "Proxy-Authorization", found.basic()));
        for (Map.Entry<String, String> extra : settings.extra().entrySet()) {
            if (firstHost || !SECRET.contains(extra.getKey().toLowerCase(Locale.ROOT))) {
                field(head, extra.getKey(), extra.getValue());
            }
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String target(URI uri) {
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
    }

    private static void field(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
