/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A row of {@code range-cases.txt}: a request about a file, and what each server answers to it.
 *
 * @param section of RFC 9110
 * @param method of the request
 * @param lines header lines, with placeholders such as <code>{tag}</code>
 * @param answers in the words of {@link RangeAnswer}
 */
record RangeCase(String section, String method, List<String> lines, Map<Server, String> answers) {
    /** Who is asked. */
    enum Server {
        /** A static file through the valve. */
        STATIC(3),
        /** A file that an application hands over as a plain 200 by request attributes, through the valve. */
        HANDED_OVER(4),
        /** The same by the field {@code X-Sendfile}: answered alike, so they have one column. */
        X_SENDFILE(4),
        /** The same by {@link dev.spillway.SendFile}. */
        SEND_FILE(4),
        /** A static file of a Tomcat without the valve. */
        PLAIN_TOMCAT(5),
        /** A static file of nginx. */
        NGINX(6);

        private final int column;

        Server(int column) {
            this.column = column;
        }

        /** Whether the valve is in the way. */
        boolean isOurs() {
            return this != PLAIN_TOMCAT && this != NGINX;
        }
    }

    private static final int COLUMNS = 7;

    private static final String SAME = "=";

    static List<RangeCase> all() {
        try (InputStream in = RangeCase.class.getResourceAsStream("range-cases.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(RangeCase::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RangeCase parse(String line) {
        String[] columns = line.split("\\|", -1);
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException("The table has a row with " + columns.length + " columns: " + line);
        }
        Map<Server, String> answers = new EnumMap<>(Server.class);
        for (Server server : Server.values()) {
            String answer = columns[server.column].strip();
            answers.put(server, answer.equals(SAME) ? answers.get(Server.STATIC) : answer);
        }
        List<String> lines =
                columns[2].isBlank() ? List.of() : List.of(columns[2].strip().split(" && ", -1));
        return new RangeCase(columns[0].strip(), columns[1].strip(), lines, answers);
    }

    @Override
    public String toString() {
        return section + " " + method + " " + String.join(", ", lines);
    }
}
