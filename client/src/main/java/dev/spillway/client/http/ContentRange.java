/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.http;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Value of a {@code Content-Range} field (RFC 9110 section 14.4): {@code bytes 0-499/1234}, {@code bytes 0-499/*}.
 *
 * @param first offset of the first byte
 * @param last offset of the last byte, not below {@code first}
 * @param total bytes of the whole file, above {@code last}, where it was told
 */
public record ContentRange(long first, long last, OptionalLong total) {
    private static final Pattern SATISFIED = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
    private static final Pattern UNSATISFIED = Pattern.compile("bytes \\*/(\\d{1,18})");

    /** Reads a range; empty if the text is not a proper one. */
    public static Optional<ContentRange> parse(String text) {
        Matcher matcher = SATISFIED.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        OptionalLong total =
                matcher.group(3).equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(matcher.group(3)));
        ContentRange range =
                new ContentRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), total);
        boolean proper = range.first <= range.last && total.orElse(Long.MAX_VALUE) > range.last;
        return proper ? Optional.of(range) : Optional.empty();
    }

    /** Size of the file as an answer 416 tells it: {@code bytes *}{@code /1234}. */
    public static OptionalLong sizeOfUnsatisfied(String text) {
        Matcher matcher = UNSATISFIED.matcher(text.strip());
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    /** Number of bytes from the first to the last. */
    public long length() {
        return last - first + 1;
    }
}
