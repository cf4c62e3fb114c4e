/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import java.util.regex.Pattern;

/**
 * Patterns of paths: {@code *} stands for any characters but the slash, {@code **} for any characters, {@code ?} for one
 * character but the slash; all others stand for themselves.
 */
final class PathPattern {
    private PathPattern() {}

    /**
     * Compiles a pattern.
     *
     * @param name of the setting, for the message
     * @param glob must begin with a slash or a star
     */
    static Pattern compile(String name, String glob) {
        if (!glob.startsWith("/") && !glob.startsWith("*")) {
            throw new IllegalArgumentException(name + " holds \"" + glob
                    + "\", which matches no path: it must begin with / or *, such as \"/downloads/**\" or \"**.iso\"");
        }
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '*' && glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
