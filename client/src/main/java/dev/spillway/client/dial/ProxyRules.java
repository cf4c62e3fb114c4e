/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.dial;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which servers are reached through which proxy, by the custom of curl.
 *
 * @param plain proxy for servers without TLS
 * @param secure proxy for servers with TLS
 * @param direct hosts without proxy: a name, which covers its subdomains too, an address, or {@code *} for all
 */
public record ProxyRules(Optional<Proxy> plain, Optional<Proxy> secure, List<String> direct) {
    /** No proxy at all. */
    public static final ProxyRules NONE = new ProxyRules(Optional.empty(), Optional.empty(), List.of());

    /** One proxy for every server. */
    public static ProxyRules always(Proxy proxy) {
        return new ProxyRules(Optional.of(proxy), Optional.of(proxy), List.of());
    }

    /**
     * By {@code http_proxy}, {@code https_proxy}, {@code all_proxy} and {@code no_proxy}. The capital form of {@code http_proxy} is not read: a CGI
     * script gets it from the {@code Proxy} header of whoever asks.
     */
    public static ProxyRules fromEnvironment(Map<String, String> environment) {
        Optional<Proxy> all = read(environment, "all_proxy", "ALL_PROXY");
        return new ProxyRules(
                read(environment, "http_proxy").or(() -> all),
                read(environment, "https_proxy", "HTTPS_PROXY").or(() -> all),
                entries(environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""))));
    }

    private static List<String> entries(String list) {
        List<String> entries = new ArrayList<>();
        for (String entry : list.split(",", -1)) {
            if (!entry.isBlank()) {
                entries.add(entry.strip().toLowerCase(Locale.ROOT));
            }
        }
        return entries;
    }

    private static Optional<Proxy> read(Map<String, String> environment, String... names) {
        for (String name : names) {
            String value = environment.getOrDefault(name, "");
            if (!value.isBlank()) {
                return Optional.of(Proxy.parse(value));
            }
        }
        return Optional.empty();
    }

    /** The proxy for a server, if it has one. */
    public Optional<Proxy> proxyFor(String host, boolean tls) {
        for (String entry : direct) {
            if (covers(entry, host)) {
                return Optional.empty();
            }
        }
        return tls ? secure : plain;
    }

    private static boolean covers(String entry, String host) {
        String name = entry.startsWith(".") ? entry.substring(1) : entry;
        return name.equals("*") || host.equals(name) || host.endsWith("." + name);
    }
}
