/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

/** Says what may be written into the head of a response; whatever may not would let one response pose as two. */
public final class HeaderFields {

    private HeaderFields() {}

    /** Whether this is a field name, RFC 9110 section 5.1: a token. */
    public static boolean isName(String name) {
        return FieldValues.isToken(name);
    }

    /**
     * Whether this may be written as a field value, RFC 9110 section 5.5: visible ASCII, space, tab, and the upper half
     * of ISO-8859-1 ({@code obs-text}). Carriage return, line feed, NUL, every other control character and everything
     * beyond ISO-8859-1 may not. The empty value may.
     */
    public static boolean isValue(String value) {
        return value.chars().allMatch(HeaderFields::isValueChar);
    }

    private static boolean isValueChar(int c) {
        return c == '\t' || (c >= 0x20 && c <= 0x7E) || (c >= 0x80 && c <= 0xFF);
    }
}
