/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.tomcat.mirror;

import java.util.regex.Pattern;

/**
 * The attributes of {@link MirrorValve}, checked.
 *
 * @param prefix of the paths of published files, with a slash at both ends
 * @param redirects whether browsers are sent on
 */
record MirrorSettings(String prefix, boolean redirects) {
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*){0,20}");

    static MirrorSettings parse(String path, String redirectBrowsers) {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException(
                    "path=\"" + path + "\" is no path: up to 20 segments of letters, digits and"
                            + " . _ ~ -, each after a slash, such as \"/files\", or empty for the root");
        }
        if (!redirectBrowsers.equals("true") && !redirectBrowsers.equals("false")) {
            throw new IllegalArgumentException(
                    "redirectBrowsers=\"" + redirectBrowsers + "\" is neither \"true\" nor \"false\"");
        }
        return new MirrorSettings(path + "/", redirectBrowsers.equals("true"));
    }
}
