/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.dial;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** User and password. Never in a message: {@link #toString} shows neither. */
public record Credentials(String user, String password) {
    public Credentials {
        refuseControl("user", user);
        refuseControl("password", password);
    }

    private static void refuseControl(String what, String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the " + what + " holds a control character, which no protocol can carry");
        }
    }

    /** Those that stand in front of the host in a URL. */
    public static Optional<Credentials> fromUserInfo(URI uri) {
        String info = uri.getRawUserInfo();
        if (info == null) {
            return Optional.empty();
        }
        int colon = info.indexOf(':');
        String user = colon < 0 ? info : info.substring(0, colon);
        String password = colon < 0 ? "" : info.substring(colon + 1);
        return Optional.of(new Credentials(decode(user), decode(password)));
    }

    private static String decode(String text) {
        // In a URL a plus sign is itself, unlike in a form.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Value of an {@code Authorization} header of the Basic scheme (RFC 7617). */
    public String basic() {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
        return "Credentials[hidden]";
    }
}
