/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code range-spec} of the unit bytes as the client wrote it, RFC 9110 section 14.1.1: {@code 0-499}, {@code 500-}
 * or {@code -500}. A number may have any count of digits, hence text; leading zeros are gone.
 *
 * @param first digits of {@code first-pos}, empty in a suffix range
 * @param last digits of {@code last-pos} or {@code suffix-length}, empty in an open-ended range
 */
record RangeSpec(String first, String last) {

    private static final Pattern SYNTAX = Pattern.compile("([0-9]*)-([0-9]*)");

    private static final String LARGEST_LONG = Long.toString(Long.MAX_VALUE);

    /** Empty if the syntax is broken or {@code last-pos} is less than {@code first-pos}, which makes it invalid. */
    static Optional<RangeSpec> parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches() || text.equals("-")) {
            return Optional.empty();
        }
        RangeSpec spec = new RangeSpec(withoutLeadingZeros(matcher.group(1)), withoutLeadingZeros(matcher.group(2)));
        boolean closed = !spec.first.isEmpty() && !spec.last.isEmpty();
        return closed && isGreater(spec.first, spec.last) ? Optional.empty() : Optional.of(spec);
    }

    /**
     * The bytes this names in a file, cut at its end; empty if it names none and so is not satisfiable, RFC 9110
     * section 14.1.2.
     *
     * @param completeLength length of the file in bytes, at least 1
     */
    Optional<ByteRange> resolve(long completeLength) {
        if (first.isEmpty()) {
            long suffixLength = Math.min(toLong(last), completeLength);
            return suffixLength == 0
                    ? Optional.empty()
                    : Optional.of(new ByteRange(completeLength - suffixLength, completeLength - 1));
        }
        long firstPosition = toLong(first);
        if (firstPosition >= completeLength) {
            return Optional.empty();
        }
        long lastPosition = last.isEmpty() ? Long.MAX_VALUE : toLong(last);
        return Optional.of(new ByteRange(firstPosition, Math.min(lastPosition, completeLength - 1)));
    }

    /** The number, or the largest long where it does not fit: no file has a byte there, so nothing is lost. */
    private static long toLong(String digits) {
        return isGreater(digits, LARGEST_LONG) ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    /** Compares without building the numbers, which for thousands of digits would cost far more than reading them. */
    private static boolean isGreater(String digits, String other) {
        return digits.length() == other.length() ? digits.compareTo(other) > 0 : digits.length() > other.length();
    }

    private static String withoutLeadingZeros(String digits) {
        int start = 0;
        while (start < digits.length() - 1 && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }
}
