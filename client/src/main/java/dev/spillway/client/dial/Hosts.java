/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.dial;

/** Spelling of hosts in URLs. */
public final class Hosts {
    private Hosts() {}

    /** The host of a URL without the brackets of an IPv6 address (RFC 3986 section 3.2.2). */
    public static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
