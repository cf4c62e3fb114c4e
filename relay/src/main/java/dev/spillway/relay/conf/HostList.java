/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.conf;

import dev.spillway.client.pool.Endpoint;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Servers that may be spoken to: {@code host}, {@code host:port}, {@code *.example.org}, a network such as {@code 10.0.0.0/8} or {@code fd00::/8} (for
 * addresses that are given as numbers), or {@code *} for all.
 */
public final class HostList {
    private final List<Predicate<Endpoint>> entries = new ArrayList<>();

    /**
     * Reads a list.
     *
     * @throws IllegalArgumentException if an entry is none, with its text
     */
    public HostList(List<String> texts) {
        texts.forEach(text -> entries.add(entry(text.toLowerCase(Locale.ROOT))));
    }

    /** The same list with one server more. */
    public HostList with(URI server) {
        HostList more = new HostList(List.of());
        more.entries.addAll(entries);
        more.entries.add(endpoint(server)::equals);
        return more;
    }

    public boolean allows(Endpoint endpoint) {
        return entries.stream().anyMatch(entry -> entry.test(endpoint));
    }

    public boolean allows(URI server) {
        return allows(endpoint(server));
    }

    private static Endpoint endpoint(URI uri) {
        boolean secure = "https".equals(uri.getScheme());
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        return new Endpoint(host, uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80, secure);
    }

    private static Predicate<Endpoint> entry(String text) {
        if (text.equals("*")) {
            return endpoint -> true;
        }
        if (text.startsWith("*.")) {
            return endpoint -> endpoint.host().endsWith(text.substring(1));
        }
        if (text.contains("/")) {
            return network(text);
        }
        if (text.matches("[a-z0-9_.-]+")) {
            return endpoint -> endpoint.host().equals(text);
        }
        if (text.matches("[a-z0-9_.-]+:[0-9]{1,5}|\\[[0-9a-f:.]+\\]:[0-9]{1,5}")) {
            return endpoint -> endpoint.authority().equals(text);
        }
        throw new IllegalArgumentException(
                text + " is no server: give host, host:port, *.domain, a network such as 10.0.0.0/8, or *");
    }

    private static Predicate<Endpoint> network(String text) {
        String[] parts = text.split("/", 2);
        if (!isNumeric(parts[0]) || !parts[1].matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException(text + " is no network: give one such as 10.0.0.0/8");
        }
        byte[] network = bytes(parts[0]);
        int bits = Integer.parseInt(parts[1]);
        if (bits > 8 * network.length) {
            throw new IllegalArgumentException(
                    text + " is no network: it has more than " + 8 * network.length + " bits");
        }
        return endpoint -> isNumeric(endpoint.host()) && isWithin(bytes(endpoint.host()), network, bits);
    }

    private static boolean isNumeric(String host) {
        return host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") || host.matches("[0-9a-f.]*:[0-9a-f:.]+");
    }

    private static byte[] bytes(String numeric) {
        try {
            return InetAddress.getByName(numeric).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(numeric + " is no address", e);
        }
    }

    private static boolean isWithin(byte[] address, byte[] network, int bits) {
        if (address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
