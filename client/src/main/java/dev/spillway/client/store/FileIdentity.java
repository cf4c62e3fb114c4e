/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.store;

import dev.spillway.client.digest.Checksum;
import dev.spillway.client.http.Validators;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a journal knows of the file that it is about.
 *
 * @param source fingerprint of the URL that the validators are from; the URL itself may hold secrets
 * @param size bytes
 * @param validators names of the state of the file
 */
public record FileIdentity(String source, long size, Validators validators) {
    private static final String NONE = "-";

    /** A fingerprint of a URL that does not give it away. */
    public static String fingerprint(URI uri) {
        byte[] digest = Checksum.Algorithm.SHA256.start().digest(uri.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 16);
    }

    /** Four words, as a line of the journal. */
    String format() {
        return source + " " + size + " " + validators.etag().orElse(NONE) + " "
                + validators
                        .modified()
                        .map(time -> time.getEpochSecond() + (validators.modifiedIsStrong() ? "!" : ""))
                        .orElse(NONE);
    }

    static FileIdentity parse(String[] words) {
        String modified = words[4].replace("!", "");
        return new FileIdentity(
                words[1],
                Long.parseLong(words[2]),
                new Validators(
                        Optional.of(words[3]).filter(tag -> !tag.equals(NONE)),
                        Optional.of(modified)
                                .filter(time -> !time.equals(NONE))
                                .map(time -> Instant.ofEpochSecond(Long.parseLong(time))),
                        words[4].endsWith("!")));
    }
}
