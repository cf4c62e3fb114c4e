/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldValuesTest {

    static Stream<Arguments> lists() {
        return Stream.of(
                arguments("5.6.1 one", List.of("a"), List.of("a")),
                arguments("5.6.1 several", List.of("a,b, c ,\td"), List.of("a", "b", "c", "d")),
                arguments("5.6.1.2 empty elements", List.of(", a,,b ,"), List.of("a", "b")),
                arguments("5.6.1.2 nothing but commas", List.of(" , ,"), List.of()),
                arguments("5.6.1.2 empty value", List.of(""), List.of()),
                arguments("5.2 absent", List.of(), List.of()),
                arguments("5.2 several lines", List.of("a,b", "c"), List.of("a", "b", "c")),
                arguments("8.8.3 comma in quotes", List.of("\"a,b\",c"), List.of("\"a,b\"", "c")),
                arguments("8.8.3 backslash is no escape", List.of("\"a\\\",b"), List.of("\"a\\\"", "b")),
                arguments("5.6.4 open quote", List.of("a,\"b,c"), List.of("a", "\"b,c")),
                arguments("5.6.3 inner space stays", List.of("a b"), List.of("a b")),
                arguments("5.6.3 no other whitespace", List.of("\u00a0a\u000b,b"), List.of("\u00a0a\u000b", "b")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void listIsSplit(String section, List<String> fieldLines, List<String> elements) {
        assertThat(FieldValues.list(fieldLines)).isEqualTo(elements);
    }

    /** RFC 9110 section 5.2. */
    @Test
    void linesAreCombinedInOrder() {
        assertThat(FieldValues.combined(List.of(" a", "b "))).isEqualTo("a, b");
    }

    @Test
    void oneLineIsASingleValueWithoutWhitespaceAround() {
        assertThat(FieldValues.single(List.of(" \ta b\t "))).contains("a b");
    }

    @Test
    void absentFieldHasNoSingleValue() {
        assertThat(FieldValues.single(List.of())).isEmpty();
    }

    @Test
    void severalLinesHaveNoSingleValue() {
        assertThat(FieldValues.single(List.of("a", "a"))).isEmpty();
    }

    /** RFC 9110 section 5.6.2. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "Content-Type", "!#$%&'*+-.^_`|~", "AZaz09"})
    void tokenIsRecognised(String text) {
        assertThat(FieldValues.isToken(text)).isTrue();
    }

    /** RFC 9110 section 5.6.2. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "a b", "a:", "a\r\n", "a\u0000", "(a)", "\"a\"", "/", ":", "@", "[", "{", "\u00e4", "a\u007f"
            })
    void otherTextIsNoToken(String text) {
        assertThat(FieldValues.isToken(text)).isFalse();
    }
}
