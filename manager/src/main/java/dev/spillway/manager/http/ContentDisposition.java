/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Writes the {@code Content-Disposition} field, RFC 6266, which names a download.
 *
 * <p>The name may come from anywhere. Characters that could end the field, lead to another folder on the client, or
 * make one extension look like another become an underscore: controls, slash and backslash, marks that turn the
 * direction of text, and halves of surrogate pairs.
 */
public final class ContentDisposition {

    /** Besides letters and digits: {@code attr-char} of RFC 8187 section 3.2.1. */
    private static final String ATTR_PUNCTUATION = "!#$&+-.^_`|~";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private static final char REPLACEMENT = '_';

    private ContentDisposition() {}

    /**
     * The field value that has a client store the body under a name: {@code attachment; filename="..."}.
     *
     * <p>A name that this form cannot carry safely is written a second time as {@code filename*=UTF-8''...} (RFC 8187),
     * which clients prefer where they know it; the first form has underscores then. It has them also for the quote and
     * the percent sign, which clients are known to read in different ways (RFC 6266 appendix D).
     *
     * @param fileName any text; if it is empty, blank, {@code .} or {@code ..}, which name no file, only
     *     {@code attachment} is said, and the client takes a name from the URL
     */
    public static String attachment(String fileName) {
        return value("attachment", fileName);
    }

    /**
     * The field value that lets a client show the body, and names it for the case that the client stores it: {@code
     * inline; filename="..."}, in the forms of {@link #attachment(String)}.
     */
    public static String inline(String fileName) {
        return value("inline", fileName);
    }

    private static String value(String type, String fileName) {
        String name = replaceUnsafe(fileName);
        if (name.isBlank() || name.equals(".") || name.equals("..")) {
            return type;
        }
        String ascii = replaceUnquotable(name);
        String value = type + "; filename=\"" + ascii + '"';
        return ascii.equals(name) ? value : value + "; filename*=UTF-8''" + percentEncode(name);
    }

    private static String replaceUnsafe(String fileName) {
        StringBuilder name = new StringBuilder(fileName.length());
        fileName.codePoints().forEach(c -> name.appendCodePoint(isUnsafe(c) ? REPLACEMENT : c));
        return name.toString();
    }

    private static boolean isUnsafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> c == '/' || c == '\\' || isDirectional(c);
        };
    }

    /** The directional formatting characters of Unicode Standard Annex 9, section 2. */
    private static boolean isDirectional(int c) {
        return c == 0x061C
                || c == 0x200E
                || c == 0x200F
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069);
    }

    private static String replaceUnquotable(String name) {
        StringBuilder ascii = new StringBuilder(name.length());
        name.codePoints().forEach(c -> ascii.append(c > 0x7E || c == '"' || c == '%' ? REPLACEMENT : (char) c));
        return ascii.toString();
    }

    private static String percentEncode(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            int c = Byte.toUnsignedInt(b);
            if (FieldValues.isAlphanumeric(c) || ATTR_PUNCTUATION.indexOf(c) >= 0) {
                encoded.append((char) c);
            } else {
                encoded.append('%').append(HEX.toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
