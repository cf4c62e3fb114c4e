/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.tomcat.util.res.StringManager;

/**
 * Reads the paths that applications write into the header fields {@code X-Sendfile} and {@code X-Accel-Redirect}.
 *
 * <p>They are percent-encoded UTF-8, as the documentation of mod_xsendfile has it ({@code XSendFileUnescape}, on by
 * default) and as lighttpd and nginx read them. They are decoded once. A percent sign without two hexadecimal digits
 * behind it stands for itself, as in lighttpd, and characters outside of ASCII may be written as they are.
 */
final class HeaderPath {
    private static final StringManager sm = StringManager.getManager(HeaderPath.class);

    private HeaderPath() {}

    /**
     * Decodes a path and refuses what no honest application writes: something that does not begin with a slash, a part
     * {@code ..}, a backslash, a control character, bytes that are no UTF-8. Whether the file exists plays no part, so
     * status 403 tells a client nothing of the file system (RFC 9110 section 15.5.4).
     *
     * @param field name of the header field, for the message
     * @param encoded its value, or the part of it that is a path
     */
    static String decode(String field, String encoded) throws RefusedOfferException {
        String path;
        try {
            path = unescape(encoded);
        } catch (CharacterCodingException e) {
            throw refusal(field, encoded);
        }
        boolean isSafe = path.startsWith("/")
                && path.indexOf('\\') < 0
                && path.chars().noneMatch(Character::isISOControl)
                && !(path + "/").contains("/../");
        if (!isSafe) {
            throw refusal(field, encoded);
        }
        return path;
    }

    private static RefusedOfferException refusal(String field, String encoded) {
        return new RefusedOfferException(403, sm.getString("headerPath.refused", field, encoded));
    }

    private static String unescape(String encoded) throws CharacterCodingException {
        if (encoded.indexOf('%') < 0) {
            return encoded;
        }
        byte[] text = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(text.length);
        for (int i = 0; i < text.length; i++) {
            int high = text[i] == '%' && i + 2 < text.length ? Character.digit(text[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text[i + 2], 16);
            if (low < 0) {
                decoded.write(text[i]);
            } else {
                decoded.write(high << 4 | low);
                i += 2;
            }
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(decoded.toByteArray()))
                .toString();
    }
}
