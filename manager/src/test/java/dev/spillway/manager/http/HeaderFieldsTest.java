/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 sections 5.1 and 5.5. */
class HeaderFieldsTest {

    @ParameterizedTest
    @ValueSource(strings = {"ETag", "X-Custom_1", "a"})
    void tokenIsAFieldName(String name) {
        assertThat(HeaderFields.isName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", ":a", "a\r\nb", "a\u0000", "\u00e4"})
    void otherTextIsNoFieldName(String name) {
        assertThat(HeaderFields.isName(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "text/plain; charset=utf-8", "a\tb", " a ", "\u0080\u00ff", "\"q\\\"\""})
    void visibleTextIsAFieldValue(String value) {
        assertThat(HeaderFields.isValue(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\r\nSet-Cookie: b=c", "a\nb", "a\rb", "a\u0000b", "a\u007fb", "a\u001bb", "\u0100", "\u20ac"})
    void controlsAndCharactersBeyondLatin1AreNoFieldValue(String value) {
        assertThat(HeaderFields.isValue(value)).isFalse();
    }

    /** A line feed written as the low byte of another character would come out as a line feed in ISO-8859-1. */
    @Test
    void characterThatEndsInALineFeedByteIsNoFieldValue() {
        assertThat(HeaderFields.isValue("a\u560ab")).isFalse();
    }
}
