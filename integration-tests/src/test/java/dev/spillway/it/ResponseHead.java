/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Status line and header fields of an answer, in the order and spelling in which they came. */
record ResponseHead(String statusLine, List<Field> fields) {
    /** One header field. */
    record Field(String name, String value) {}

    /** Takes apart the text of a head without its empty line. */
    static ResponseHead parse(String text) {
        String[] lines = text.split("\r\n", -1);
        List<Field> fields = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("Not a header field: '" + lines[i] + "' in\n" + text);
            }
            fields.add(new Field(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
        }
        return new ResponseHead(lines[0], List.copyOf(fields));
    }

    int status() {
        return Integer.parseInt(statusLine.split(" ", 3)[1]);
    }

    /** All values of a field; names are compared without regard to case. */
    List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /** The announced length of the body, or -1. */
    long contentLength() {
        return first("Content-Length").map(Long::parseLong).orElse(-1L);
    }

    boolean isChunked() {
        return first("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
    }
}
