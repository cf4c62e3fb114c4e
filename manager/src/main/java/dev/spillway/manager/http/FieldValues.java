/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The syntax that header fields have in common: RFC 9110 section 5.6. */
public final class FieldValues {

    private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";

    private FieldValues() {}

    /**
     * The value of a field as RFC 9110 section 5.2 combines its lines: joined by commas in the order received, without
     * whitespace around it.
     */
    public static String combined(List<String> fieldLines) {
        return trim(fieldLines.size() == 1 ? fieldLines.get(0) : String.join(", ", fieldLines));
    }

    /**
     * The elements of a list field, RFC 9110 section 5.6.1, without the whitespace around them and without empty ones.
     *
     * <p>A comma between double quotes does not separate. A backslash escapes nothing, because entity tags, the one
     * quoted thing that is read here, know no escapes (RFC 9110 section 8.8.3). A quote that is not closed makes the
     * rest one element, for its own syntax to refuse.
     */
    public static List<String> list(List<String> fieldLines) {
        String value = combined(fieldLines);
        List<String> elements = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || (!quoted && value.charAt(i) == ',')) {
                String element = trim(value.substring(start, i));
                if (!element.isEmpty()) {
                    elements.add(element);
                }
                start = i + 1;
            } else if (value.charAt(i) == '"') {
                quoted = !quoted;
            }
        }
        return elements;
    }

    /**
     * The value of a field that is no list: empty when the field is absent, and also when it has several lines, because
     * nobody can say then which of them was meant.
     */
    public static Optional<String> single(List<String> fieldLines) {
        return fieldLines.size() == 1 ? Optional.of(trim(fieldLines.get(0))) : Optional.empty();
    }

    /** Whether this is a {@code token} of RFC 9110 section 5.6.2; the empty string is none. */
    public static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(FieldValues::isTokenChar);
    }

    /** Whether this is an ASCII letter or digit; {@link Character#isLetterOrDigit(char)} takes all of Unicode. */
    static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isTokenChar(int c) {
        return isAlphanumeric(c) || TOKEN_PUNCTUATION.indexOf(c) >= 0;
    }

    /** Without leading and trailing {@code OWS}, RFC 9110 section 5.6.3: spaces and tabs, and nothing else. */
    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isWhitespace(text.charAt(start))) {
            start++;
        }
        while (end > start && isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isWhitespace(char c) {
        return c == ' ' || c == '\t';
    }
}
