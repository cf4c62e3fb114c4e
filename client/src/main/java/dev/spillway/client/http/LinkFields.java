/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Links in header fields (RFC 8288), of which Metalink/HTTP makes lists of mirrors (RFC 6249).
 *
 * @param duplicates mirrors of the same file, best priority first
 * @param metalinks Metalink files that describe the file
 */
public record LinkFields(List<URI> duplicates, List<URI> metalinks) {
    private static final LinkFields NONE = new LinkFields(List.of(), List.of());
    private static final int MOST_LINKS = 100;
    private static final int LOWEST_PRIORITY = 999_999;
    private static final Pattern LINK =
            Pattern.compile("<([^<>\"]{1,2000})>((?:\\s*;\\s*[\\w*-]+(?:=(?:\"[^\"]*\"|[^\\s\",;]*))?)*)");
    private static final Pattern PARAMETER = Pattern.compile(";\\s*([\\w*-]+)(?:=(?:\"([^\"]*)\"|([^\\s\",;]*)))?");

    private record Duplicate(URI uri, int priority) {}

    /**
     * Reads all {@code Link} fields; what is not understood is passed over.
     *
     * @param base of the request, for relative links
     */
    static LinkFields of(Headers headers, URI base) {
        List<String> values = headers.all("link");
        if (values.isEmpty()) {
            return NONE;
        }
        List<Duplicate> duplicates = new ArrayList<>();
        List<URI> metalinks = new ArrayList<>();
        for (String value : values) {
            Matcher link = LINK.matcher(value);
            while (link.find() && duplicates.size() + metalinks.size() < MOST_LINKS) {
                add(link.group(1), parameters(link.group(2)), base, duplicates, metalinks);
            }
        }
        return new LinkFields(
                duplicates.stream()
                        .sorted(Comparator.comparingInt(Duplicate::priority))
                        .map(Duplicate::uri)
                        .toList(),
                metalinks);
    }

    private static void add(
            String target, Map<String, String> parameters, URI base, List<Duplicate> duplicates, List<URI> metalinks) {
        URI uri;
        try {
            uri = base.resolve(target);
        } catch (IllegalArgumentException e) {
            return;
        }
        List<String> relations = List.of(
                parameters.getOrDefault("rel", "").toLowerCase(Locale.ROOT).split("\\s+"));
        if (relations.contains("duplicate")) {
            String priority = parameters.getOrDefault("pri", "");
            duplicates.add(
                    new Duplicate(uri, priority.matches("\\d{1,6}") ? Integer.parseInt(priority) : LOWEST_PRIORITY));
        } else if (relations.contains("describedby")
                && parameters.getOrDefault("type", "").equalsIgnoreCase("application/metalink4+xml")) {
            metalinks.add(uri);
        }
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(text);
        while (matcher.find()) {
            String value = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
            parameters.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), value == null ? "" : value);
        }
        return parameters;
    }
}
