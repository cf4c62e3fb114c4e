/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.serve;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps pages of strangers out. Where no token is set, whoever is on this very machine may administrate, and a stranger's page in a browser here is on this
 * machine, too. It can send requests, but no {@link #HEADER} without asking first, which is never answered; the browser says where they come from; and a name
 * that it has bent to the loopback address is none of this machine.
 *
 * <p>There is no secret in it, so any main server takes what the page of another one asks for.
 */
public final class Strangers {
    /** Every request that changes something must carry it, with whatever value. */
    public static final String HEADER = "X-Spillway-Relay";

    private static final Pattern LOCAL_HOST =
            Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]{1,5})?", Pattern.CASE_INSENSITIVE);

    private Strangers() {}

    /** Whether a request without a token is one that a stranger's page may have sent; to be asked of each below {@code /admin}. */
    public static boolean isFromStranger(Exchange exchange) {
        boolean isRead = exchange.method().equals("GET") || exchange.method().equals("HEAD");
        return !hasLocalName(exchange)
                || isFromAnotherSite(exchange)
                || (!isRead && exchange.header(HEADER).isEmpty());
    }

    private static boolean hasLocalName(Exchange exchange) {
        return exchange.header("Host")
                .filter(host -> LOCAL_HOST.matcher(host).matches())
                .isPresent();
    }

    private static boolean isFromAnotherSite(Exchange exchange) {
        boolean isOtherSite = exchange.header("Sec-Fetch-Site")
                .filter(site -> !site.equals("same-origin") && !site.equals("none"))
                .isPresent();
        Optional<String> origin = exchange.header("Origin");
        return isOtherSite || (origin.isPresent() && !isOfHost(origin.get(), exchange.header("Host")));
    }

    /** The scheme may differ: a proxy in front may have taken off the TLS. */
    private static boolean isOfHost(String origin, Optional<String> host) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && host.filter(authority::equalsIgnoreCase).isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
