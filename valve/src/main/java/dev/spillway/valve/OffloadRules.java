/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.Settings;
import dev.spillway.valve.policy.Glob;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says which answers are downloads for the manager (SYSTEMS.md A2: type and size by default). All rules must agree; a
 * list that is empty agrees with everything.
 *
 * @param minSize least number of bytes to be sent
 * @param extensions of the name of the file, in lower case, without the dot
 * @param types MIME types in lower case without parameters; a subtype may be a {@code *}
 * @param include patterns of paths, one of which must match
 * @param exclude patterns of paths, none of which may match
 */
record OffloadRules(long minSize, Set<String> extensions, Set<String> types, List<Glob> include, List<Glob> exclude) {
    private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");
    private static final Pattern EXTENSION = Pattern.compile("\\.?([^./\\\\*?]+(?:\\.[^./\\\\*?]+)*)");
    private static final Pattern MIME_TYPE = Pattern.compile("[a-z0-9!#$&^_.+-]+/(\\*|[a-z0-9!#$&^_.+-]+)");

    /** Reads the rules as they are written in the configuration: lists are separated by commas or white space. */
    static OffloadRules parse(String minSize, String extensions, String types, String include, String exclude) {
        return new OffloadRules(
                Settings.bytes("minSize", minSize),
                items(extensions).stream().map(OffloadRules::parseExtension).collect(Collectors.toUnmodifiableSet()),
                items(types).stream().map(OffloadRules::parseType).collect(Collectors.toUnmodifiableSet()),
                items(include).stream()
                        .map(glob -> Glob.ofPath("include", glob))
                        .toList(),
                items(exclude).stream()
                        .map(glob -> Glob.ofPath("exclude", glob))
                        .toList());
    }

    /**
     * Decides by the path alone.
     *
     * @param path of the request, decoded and normalised, with the path of the context
     */
    boolean acceptsPath(String path) {
        return (include.isEmpty() || matches(include, path)) && !matches(exclude, path);
    }

    /**
     * Decides by what is to be sent.
     *
     * @param fileName the last part of the name of the file
     * @param contentType as the application set it, or null
     * @param length number of bytes that are to be sent
     */
    boolean acceptsFile(String fileName, String contentType, long length) {
        return length >= minSize
                && (extensions.isEmpty() || hasExtension(fileName.toLowerCase(Locale.ROOT)))
                && (types.isEmpty() || hasType(contentType));
    }

    private boolean hasExtension(String fileName) {
        for (int dot = fileName.indexOf('.'); dot >= 0; dot = fileName.indexOf('.', dot + 1)) {
            if (extensions.contains(fileName.substring(dot + 1))) {
                return true;
            }
        }
        return false;
    }

    private boolean hasType(String contentType) {
        if (contentType == null) {
            return false;
        }
        int semicolon = contentType.indexOf(';');
        String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
        return types.contains(type) || types.contains(type.substring(0, type.indexOf('/') + 1) + "*");
    }

    private static boolean matches(List<Glob> patterns, String path) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(path));
    }

    private static List<String> items(String list) {
        return SEPARATOR.splitAsStream(list).filter(item -> !item.isEmpty()).toList();
    }

    private static String parseExtension(String item) {
        var matcher = EXTENSION.matcher(item.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("extensions holds \"" + item
                    + "\", which is no file name extension; write them without dot and star, such as \"iso,tar.gz\"");
        }
        return matcher.group(1);
    }

    private static String parseType(String item) {
        String type = item.toLowerCase(Locale.ROOT);
        if (!MIME_TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("types holds \"" + item
                    + "\", which is no MIME type; write type/subtype or type/*, such as \"application/zip,video/*\"");
        }
        return type;
    }
}
