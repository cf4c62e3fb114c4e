/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Says whether an operation is asked for by the page itself, or by a script that means it, and not by the page of a
 * stranger in the same browser. Such a page can send a form here, but it can neither read the token nor add a header
 * without asking first, and the browser says where the request comes from.
 */
final class PageOrigin {
    /** The header that brings the token back. */
    static final String TOKEN_HEADER = "X-Spillway-Token";

    private static final int TOKEN_BYTES = 18;

    private final String token;

    PageOrigin() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        token = Base64.getUrlEncoder().encodeToString(random);
    }

    /** What a page learns by reading the figures, another one with each start. */
    String token() {
        return token;
    }

    boolean isOurs(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        return (site == null || site.equals("same-origin"))
                && (origin == null || isOfHost(origin, request.getHeader("Host")))
                && hasToken(request.getHeader(TOKEN_HEADER));
    }

    /** The scheme may differ: a proxy in front may have taken off the TLS. */
    private static boolean isOfHost(String origin, String host) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean hasToken(String given) {
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}
