/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.serve;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/** Reads what requests have in common. */
public final class Requests {
    private static final String BEARER = "Bearer ";

    private Requests() {}

    /** The content, if it is not too long. */
    public static byte[] content(Exchange exchange, int most) throws IOException, RefusedException {
        byte[] content = exchange.body().readNBytes(most + 1);
        if (content.length > most) {
            throw new RefusedException(413, "more than " + most + " bytes");
        }
        return content;
    }

    /** The token of the request; 401 if it has none. */
    public static String token(Exchange exchange) throws RefusedException {
        Optional<String> field = exchange.header("Authorization");
        if (field.isEmpty() || !field.get().regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new RefusedException(401, "a bearer token is wanted");
        }
        return field.get().substring(BEARER.length()).strip();
    }

    /** A parameter of the query that must be there. */
    public static String needed(Exchange exchange, String name) throws RefusedException {
        return exchange.query(name).orElseThrow(() -> new RefusedException(400, "?" + name + "= is missing"));
    }

    /** The number of a transfer; 404 if it is none. */
    public static UUID transfer(String text) throws RefusedException {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(404, "no such transfer");
        }
    }
}
