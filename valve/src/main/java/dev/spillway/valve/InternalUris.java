/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.tomcat.util.res.StringManager;

/**
 * Says which files the URIs of {@code X-Accel-Redirect} mean: as an {@code internal} location with an {@code alias} does
 * in nginx, a prefix stands for a folder.
 *
 * @param mappings the longest prefix first
 */
record InternalUris(List<Mapping> mappings) {
    private static final StringManager sm = StringManager.getManager(InternalUris.class);
    private static final Pattern PREFIX = Pattern.compile("/(?:[^/]+/)*");

    /**
     * One prefix.
     *
     * @param prefix begins and ends with a slash
     * @param folder that it stands for
     */
    record Mapping(String prefix, Path folder) {}

    /**
     * Reads mappings, separated by commas: {@code /protected/=/srv/files/, /img/=/srv/img/}.
     *
     * @throws IllegalArgumentException if a prefix does not begin and end with a slash or is given twice, or the folder
     *     is none that {@link FileRoots} takes
     */
    static InternalUris parse(String text) {
        List<Mapping> mappings = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .map(InternalUris::parseMapping)
                .sorted(Comparator.comparingInt(
                                (Mapping mapping) -> mapping.prefix().length())
                        .reversed())
                .toList();
        if (mappings.stream().map(Mapping::prefix).distinct().count() < mappings.size()) {
            throw new IllegalArgumentException(
                    "internal=\"" + text + "\" has the same prefix twice; give each one folder");
        }
        return new InternalUris(mappings);
    }

    boolean isEmpty() {
        return mappings.isEmpty();
    }

    /**
     * Finds the file of a URI. Its query is ignored; empty parts and {@code .} are taken out of its path.
     *
     * @param uri value of the header field
     * @return the path without links, which lies in the folder of the longest prefix that fits
     */
    Path locate(String uri) throws RefusedOfferException {
        int query = uri.indexOf('?');
        String path = normalize(HeaderPath.decode(XAccel.REDIRECT, query < 0 ? uri : uri.substring(0, query)));
        for (Mapping mapping : mappings) {
            if (path.startsWith(mapping.prefix())) {
                String rest = path.substring(mapping.prefix().length());
                return new FileRoots(List.of(mapping.folder()))
                        .locate(mapping.folder().resolve(rest));
            }
        }
        throw new RefusedOfferException(403, sm.getString("internalUris.unknown", uri, mappings));
    }

    private static String normalize(String path) {
        return Arrays.stream(path.split("/"))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .collect(Collectors.joining("/", "/", ""));
    }

    private static Mapping parseMapping(String item) {
        int equals = item.indexOf('=');
        String prefix = equals < 0 ? "" : item.substring(0, equals).strip();
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "internal holds \"" + item + "\", which maps nothing: write a prefix that"
                            + " begins and ends with a slash, = and a folder, such as \"/protected/=/srv/files/\"");
        }
        return new Mapping(
                prefix,
                FileRoots.parseFolder("internal", item.substring(equals + 1).strip()));
    }
}
