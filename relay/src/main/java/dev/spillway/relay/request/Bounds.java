/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Checks of values that come from elsewhere; each throws {@link IllegalArgumentException} with the name, the value and what is allowed. */
final class Bounds {
    private static final int LONGEST_URI = 2_000;

    private Bounds() {}

    static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + "=" + value + " is outside " + least + " to " + most);
        }
    }

    /** Whether a time has no fraction, which the form of a request could not hold. */
    static boolean wholeSeconds(Instant time) {
        return time.equals(time.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Length in UTF-8. */
    static void checkLength(String name, String text, int least, int most) {
        check(name + " length", text.getBytes(StandardCharsets.UTF_8).length, least, most);
    }

    /** An address of a server: HTTP or HTTPS, with a host, without user and fragment. */
    static void checkServer(String name, URI uri) {
        checkLength(name, uri.toString(), 1, LONGEST_URI);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    name + " " + uri + " is not a server: give http(s)://host[:port]/path without user and fragment");
        }
    }

    /** A name that stays in its folder, is not hidden, and looks as it is. */
    static void checkFileName(String name) {
        checkLength("file name", name, 1, 200);
        boolean odd = name.codePoints()
                .anyMatch(c -> c == '/'
                        || c == '\\'
                        || Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE);
        if (odd || name.startsWith(".")) {
            throw new IllegalArgumentException("file name of " + name.length()
                    + " characters refused: no path, no leading dot, no control characters");
        }
    }
}
