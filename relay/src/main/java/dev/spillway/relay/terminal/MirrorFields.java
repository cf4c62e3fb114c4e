/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.BiConsumer;

/**
 * The fields in the head of an answer by which a client learns where else the file is, and what it must look like: {@code Link} (RFC 6249, RFC 8288), {@code
 * Repr-Digest} (RFC 9530), and {@code Digest} (RFC 3230), which is what RFC 6249 asks for and aria2 understands.
 *
 * <p>The digests are those of the file as it is, so they must not go with an answer that is compressed on its way.
 */
public final class MirrorFields {
    public static final String LINK = "Link";
    public static final String REPR_DIGEST = "Repr-Digest";
    public static final String DIGEST = "Digest";

    /** The parameter of a query that asks for the Metalink document in the place of the file. */
    public static final String METALINK_QUERY = "metalink";

    /** Tomcat's bound for a whole head is 8 KiB, unless it is told otherwise; the document has all of them. */
    private static final int MOST_LINK_BYTES = 4096;

    private MirrorFields() {}

    /**
     * Gives each field to a receiver; {@code Link} several times, best copies first.
     *
     * @param field takes a name and a value, and must keep earlier values of the same name
     */
    public static void of(PublishedFile file, BiConsumer<String, String> field) {
        field.accept(LINK, metalinkLink(file.name()));
        int room = MOST_LINK_BYTES;
        for (PublishedFile.Copy copy : file.copies()) {
            String link = "<" + copy.url().toASCIIString() + ">; rel=duplicate; pri=" + copy.rank();
            room -= link.length();
            if (room < 0) {
                break;
            }
            field.accept(LINK, link);
        }
        String digest = Base64.getEncoder().encodeToString(file.digest().bytes());
        field.accept(REPR_DIGEST, "sha-256=:" + digest + ":");
        field.accept(DIGEST, "SHA-256=" + digest);
    }

    /** Relative, so it holds behind any proxy. */
    private static String metalinkLink(String name) {
        return "<./" + encode(name) + "?" + METALINK_QUERY + ">; rel=describedby; type=\"" + Metalink4.TYPE + "\"";
    }

    /** A name as a segment of a path, with everything encoded that might have a meaning there. */
    public static String encode(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
