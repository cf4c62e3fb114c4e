/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file name that a server proposes (RFC 6266). It is the server's word: whoever uses it must make it safe. */
final class ContentDisposition {
    private static final Pattern EXTENDED = Pattern.compile("(?i);\\s*filename\\*\\s*=\\s*utf-8'[^']*'([^\\s;]+)");
    private static final Pattern QUOTED = Pattern.compile("(?i);\\s*filename\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern TOKEN = Pattern.compile("(?i);\\s*filename\\s*=\\s*([^\\s\";]+)");

    private ContentDisposition() {}

    static Optional<String> fileName(String value) {
        Matcher extended = EXTENDED.matcher(value);
        if (extended.find()) {
            try {
                // In this notation a plus sign is itself.
                return Optional.of(URLDecoder.decode(extended.group(1).replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        Matcher quoted = QUOTED.matcher(value);
        if (quoted.find()) {
            return Optional.of(HttpInput.utf8(quoted.group(1).replaceAll("\\\\(.)", "$1")));
        }
        Matcher token = TOKEN.matcher(value);
        return token.find() ? Optional.of(token.group(1)) : Optional.empty();
    }
}
