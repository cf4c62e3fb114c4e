/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import java.util.HexFormat;

/**
 * Writes strings of clients so that they stay inside of their field, whatever they hold. The output is printable ASCII:
 * neither line breaks in the wide sense of Unicode, nor characters that turn the direction of a text, nor sequences for
 * a terminal get into the log.
 */
final class Escapes {
    private static final HexFormat HEX = HexFormat.of();

    private Escapes() {}

    /** A value between spaces; "-" for none, so one that really is a dash is escaped. */
    static void token(StringBuilder out, String value) {
        if (value == null || value.isEmpty()) {
            out.append('-');
        } else if (value.equals("-")) {
            unicode(out, '-');
        } else {
            word(out, value);
        }
    }

    /** A part of a quoted value that must not hold a space, as it is one of several; nothing for none. */
    static void word(StringBuilder out, String value) {
        if (value == null) {
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ' ') {
                unicode(out, c);
            } else {
                text(out, c);
            }
        }
    }

    /** A value with quotes around it; "-" within them for none. */
    static void quoted(StringBuilder out, String value) {
        out.append('"');
        if (value == null || value.isEmpty()) {
            out.append('-');
        } else {
            value.chars().forEach(c -> text(out, (char) c));
        }
        out.append('"');
    }

    /** A JSON string, or null. A surrogate without its other half is no character, and becomes U+FFFD. */
    static void json(StringBuilder out, String value) {
        if (value == null) {
            out.append("null");
            return;
        }
        out.append('"');
        value.codePoints().forEach(codePoint -> {
            if (codePoint == '"' || codePoint == '\\') {
                out.append('\\').append((char) codePoint);
            } else if (isPlain(codePoint)) {
                out.append((char) codePoint);
            } else if (Character.isSupplementaryCodePoint(codePoint)) {
                unicode(out, Character.highSurrogate(codePoint));
                unicode(out, Character.lowSurrogate(codePoint));
            } else {
                unicode(
                        out,
                        codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE
                                ? '\ufffd'
                                : (char) codePoint);
            }
        });
        out.append('"');
    }

    /** Quotes and backslashes, too, are written by their number: not every reader of such logs knows an escaped quote. */
    private static void text(StringBuilder out, char c) {
        if (isPlain(c) && c != '"' && c != '\\') {
            out.append(c);
        } else {
            unicode(out, c);
        }
    }

    private static boolean isPlain(int c) {
        return c >= ' ' && c < 0x7f;
    }

    private static void unicode(StringBuilder out, char c) {
        out.append("\\u").append(HEX.toHexDigits(c));
    }
}
