/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.http;

import dev.spillway.client.digest.Checksum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checksums of the whole file in header fields: {@code Repr-Digest: sha-256=:BASE64:} (RFC 9530 section 3) and the older
 * {@code Digest: SHA-256=BASE64} (RFC 3230). Both speak of the whole also in an answer with a range.
 */
final class DigestFields {
    private static final Pattern MEMBER = Pattern.compile("([A-Za-z0-9-]{1,20})=(:?)([A-Za-z0-9+/]{16,128}={0,2}):?");

    private DigestFields() {}

    /** The strongest checksum; what is not understood is passed over. */
    static Optional<Checksum> strongest(Headers headers) {
        List<String> members = new ArrayList<>();
        for (String name : List.of("repr-digest", "digest")) {
            headers.all(name).forEach(value -> members.addAll(List.of(value.split(","))));
        }
        Optional<Checksum> best = Optional.empty();
        for (String member : members) {
            Optional<Checksum> next = parse(member.strip());
            if (next.isPresent()
                    && (best.isEmpty()
                            || next.get().algorithm().compareTo(best.get().algorithm()) > 0)) {
                best = next;
            }
        }
        return best;
    }

    private static Optional<Checksum> parse(String member) {
        Matcher matcher = MEMBER.matcher(member);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Checksum.Algorithm.named(matcher.group(1))
                    .map(algorithm -> Checksum.ofBase64(algorithm, matcher.group(3)));
        } catch (IllegalArgumentException e) {
            // A value of the wrong length says nothing about the file.
            return Optional.empty();
        }
    }
}
