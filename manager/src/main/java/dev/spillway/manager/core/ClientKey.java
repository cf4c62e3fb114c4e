/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.Terms;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** Tells clients apart. */
final class ClientKey {
    private static final int PREFIX_BYTES = 8;

    private ClientKey() {}

    /**
     * Whose downloads count as those of one client: of one user, if that is wanted and there is one, else of one address.
     * An IPv6 address counts as its network of 64 bits, of which a client has as many addresses as it likes.
     */
    static String of(Terms terms, boolean isByUser) {
        if (isByUser && !terms.user().isEmpty()) {
            return "user " + terms.user();
        }
        return terms.client().indexOf(':') < 0 ? terms.client() : network(terms.client());
    }

    /** What has a colon is looked up nowhere: it is an IPv6 address or none. */
    private static String network(String address) {
        int zone = address.indexOf('%');
        try {
            InetAddress parsed = InetAddress.getByName(zone < 0 ? address : address.substring(0, zone));
            return parsed instanceof Inet6Address
                    ? HexFormat.ofDelimiter(":").formatHex(Arrays.copyOf(parsed.getAddress(), PREFIX_BYTES))
                    : parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
