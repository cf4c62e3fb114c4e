/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Header fields in the order of their arrival; names compare without regard to case (RFC 9110 section 5.1). */
public final class Headers {
    private record Field(String name, String value) {}

    private final List<Field> fields = new ArrayList<>();

    void add(String name, String value) {
        fields.add(new Field(name.toLowerCase(Locale.ROOT), value));
    }

    int size() {
        return fields.size();
    }

    /** The first value of a field. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /** Every value of a field. */
    public List<String> all(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return fields.stream()
                .filter(field -> field.name().equals(wanted))
                .map(Field::value)
                .toList();
    }

    /** All members of a field that is a comma-separated list of tokens, in lower case. */
    List<String> tokens(String name) {
        return all(name).stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(token -> token.strip().toLowerCase(Locale.ROOT))
                .filter(token -> !token.isEmpty())
                .toList();
    }
}
