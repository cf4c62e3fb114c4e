/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Lists of URLs in files, in the form of aria2: a line for each file, its mirrors behind a tab; {@code #} begins a comment. */
final class InputFile {
    /**
     * A file to fetch.
     *
     * @param locations the first is the primary server's
     * @param name from an indented line {@code out=NAME} behind the URLs
     */
    record Entry(List<URI> locations, Optional<String> name) {}

    private InputFile() {}

    /**
     * Reads a list.
     *
     * @throws IllegalArgumentException naming the line that is not understood
     */
    static List<Entry> read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            try {
                if (Character.isWhitespace(line.charAt(0))) {
                    nameLast(entries, line.strip());
                } else {
                    List<URI> locations = Arrays.stream(line.split("\t"))
                            .map(String::strip)
                            .map(URI::create)
                            .toList();
                    entries.add(new Entry(locations, Optional.empty()));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + number + " of " + file + ": " + e.getMessage(), e);
            }
        }
        return entries;
    }

    private static void nameLast(List<Entry> entries, String option) {
        if (entries.isEmpty() || !option.startsWith("out=")) {
            throw new IllegalArgumentException("only out=NAME may stand indented behind a line of URLs");
        }
        Entry last = entries.remove(entries.size() - 1);
        entries.add(new Entry(last.locations(), Optional.of(option.substring("out=".length()))));
    }
}
