/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Makes links that the policy {@code signed} admits until they expire, for applications that give out paid or
 * time-limited content:
 *
 * <pre>{@code
 * SignedLink links = SignedLink.ofKeyFile(Path.of("conf/links.key"));
 * String link = links.sign("/shop/paid/film.mp4", Instant.now().plus(Duration.ofHours(6)));
 * }</pre>
 *
 * <p>A download that breaks off is resumed with the same link, so it should live as long as a slow client needs.
 * Immutable and safe for threads. {@code docs/policies.md} has the format, for those who make links in another language.
 */
public final class SignedLink {
    private static final String UNRESERVED = "-._~/";

    private final LinkKeys keys;
    private final LinkFormat format;

    private SignedLink(LinkKeys keys, LinkFormat format) {
        this.keys = keys;
        this.format = format;
    }

    /**
     * Signs with a key.
     *
     * @param base64 at least 32 bytes
     * @throws IllegalArgumentException if it is something else
     */
    public static SignedLink ofKey(String base64) {
        return new SignedLink(LinkKeys.parse(base64), LinkFormat.DEFAULT);
    }

    /**
     * Signs with the first key of the file that the policy has as {@code keyFile}. Read once.
     *
     * @throws IllegalArgumentException if its content is something else
     */
    public static SignedLink ofKeyFile(Path file) throws IOException {
        return new SignedLink(LinkKeys.read(file), LinkFormat.DEFAULT);
    }

    /** The same with other names of the two parameters in the query, as the policy has them. */
    public SignedLink withParameterNames(String expires, String signature) {
        return new SignedLink(keys, new LinkFormat(expires, signature));
    }

    /** A link for any client, without a query of its own. */
    public String sign(String path, Instant expires) {
        return sign(path, "", expires, null);
    }

    /**
     * A link.
     *
     * @param path decoded, with the path of the context, such as {@code /shop/paid/my film.mp4}; must be what Tomcat
     *     makes of it, so without dots as parts of their own, empty parts and backslashes
     * @param query of the link, encoded, without the question mark; empty for none. It can't be changed afterwards
     * @param expires the first moment when the link is not good any more; parts of a second are dropped
     * @param clientAddress of the only client that may use the link, for {@code signed(address=client)}; null for any
     * @return path, encoded, and query; what comes before, as scheme and host, is not signed
     * @throws IllegalArgumentException if one of them can't be part of a link
     */
    public String sign(String path, String query, Instant expires, String clientAddress) {
        checkPath(path);
        String address = clientAddress == null ? "" : checkAddress(clientAddress);
        long seconds = expires.getEpochSecond();
        if (seconds < 0 || seconds > LinkFormat.MOST_SECONDS) {
            throw new IllegalArgumentException("expires=\"" + expires
                    + "\" is no time of a link: from 1970-01-01T00:00:00Z to 5138-11-16T09:46:39Z, such as in 6 hours");
        }
        String signature = keys.sign(LinkFormat.message(path, query, seconds, address));
        String signedQuery = (query.isEmpty() ? "" : query + "&") + format.expires() + "=" + seconds + "&"
                + format.signature() + "=" + signature;
        checkQuery(query, format.read(signedQuery));
        return encode(path) + "?" + signedQuery;
    }

    private static void checkPath(String path) {
        boolean isNormal = path.startsWith("/")
                && !path.contains("//")
                && !(path + "/").contains("/./")
                && !(path + "/").contains("/../")
                && path.indexOf('\\') < 0
                && path.indexOf('\0') < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(path);
        if (!isNormal) {
            throw new IllegalArgumentException("path=\"" + path
                    + "\" is no decoded and normalised path: it begins with /, and has no empty part, no . or .. as a"
                    + " part, no backslash and no NUL, such as \"/shop/paid/my film.mp4\"");
        }
    }

    private static String checkAddress(String clientAddress) {
        IpAddress address = IpAddress.parse(clientAddress);
        if (address == null) {
            throw new IllegalArgumentException(
                    "clientAddress=\"" + clientAddress + "\" is no IP address, such as \"192.0.2.1\"");
        }
        return address.toString();
    }

    /** A query that holds one of our parameters, or what no query can hold, would make a link that is never good. */
    private static void checkQuery(String query, LinkFormat.Claim claim) {
        boolean isVisible = query.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '#');
        if (!isVisible || claim == null || !claim.rest().equals(query)) {
            throw new IllegalArgumentException("query=\"" + query
                    + "\" is no encoded query without the parameters of the signature, such as \"id=17\"");
        }
    }

    private static String encode(String path) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (isPlain || UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(String.format("%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
