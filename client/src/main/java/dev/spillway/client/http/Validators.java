/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What tells one state of a file from another (RFC 9110 section 8.8).
 *
 * @param etag strong entity tag with its quotes; weak ones are left out, for they do not promise the same bytes
 * @param modified time of the last change
 * @param modifiedIsStrong whether that time was at least a second before the answer, so that no second change can hide in the same second
 */
public record Validators(Optional<String> etag, Optional<Instant> modified, boolean modifiedIsStrong) {
    private static final int LONGEST_TAG = 1_000;

    /** Nothing known. */
    public static final Validators NONE = new Validators(Optional.empty(), Optional.empty(), false);

    static Validators of(Headers headers) {
        Optional<Instant> modified = headers.first("last-modified").flatMap(HttpDate::parse);
        Optional<Instant> date = headers.first("date").flatMap(HttpDate::parse);
        boolean strong = modified.isPresent()
                && date.isPresent()
                && Duration.between(modified.get(), date.get()).compareTo(Duration.ofSeconds(1)) >= 0;
        return new Validators(headers.first("etag").filter(Validators::isStrongTag), modified, strong);
    }

    private static boolean isStrongTag(String tag) {
        int last = tag.length() - 1;
        if (last < 1 || last > LONGEST_TAG || tag.charAt(0) != '"' || tag.charAt(last) != '"') {
            return false;
        }
        for (int i = 1; i < last; i++) {
            char c = tag.charAt(i);
            if (c <= ' ' || c == '"' || c == 0x7f || c > 0xff) {
                return false;
            }
        }
        return true;
    }

    public boolean isEmpty() {
        return etag.isEmpty() && modified.isEmpty();
    }

    /** Value for an {@code If-Range} field, which takes strong validators only (RFC 9110 section 13.1.5). */
    public Optional<String> ifRange() {
        return etag.or(() -> modified.filter(time -> modifiedIsStrong).map(HttpDate::format));
    }

    /** Whether both name the file and one of the names differs: it is surely another state. */
    public boolean contradict(Validators other) {
        return differ(etag, other.etag) || differ(modified, other.modified);
    }

    private static <T> boolean differ(Optional<T> one, Optional<T> other) {
        return one.isPresent() && other.isPresent() && !one.equals(other);
    }

    /** Whether both hold the same strong entity tag: it is surely the same state, on one server. */
    public boolean agree(Validators other) {
        return etag.isPresent() && etag.equals(other.etag);
    }
}
