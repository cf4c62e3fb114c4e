/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDispositionTest {

    private static final String EXTENDED = "; filename*=UTF-8''";

    static Stream<Arguments> names() {
        return Stream.of(
                arguments("6266 4.1 plain", "report.pdf", "\"report.pdf\""),
                arguments("6266 4.1 spaces and commas", "a b, c;d.txt", "\"a b, c;d.txt\""),
                arguments("8187 3.2 umlaut", "\u00fcber.txt", "\"_ber.txt\"" + EXTENDED + "%C3%BCber.txt"),
                arguments("8187 3.2.3 euro", "\u20ac rates", "\"_ rates\"" + EXTENDED + "%E2%82%AC%20rates"),
                arguments("8187 3.2 emoji", "a\ud83d\ude00.gif", "\"a_.gif\"" + EXTENDED + "a%F0%9F%98%80.gif"),
                arguments("6266 D quote", "a\"b.txt", "\"a_b.txt\"" + EXTENDED + "a%22b.txt"),
                arguments("6266 D percent", "100%41.txt", "\"100_41.txt\"" + EXTENDED + "100%2541.txt"),
                arguments(
                        "8187 3.2.1 attr-char",
                        "\u00e4!#$&+-.^_`|~'()*,",
                        "\"_!#$&+-.^_`|~'()*,\"" + EXTENDED + "%C3%A4!#$&+-.^_`|~%27%28%29%2A%2C"),
                arguments("6266 4.3 slash", "../../etc/passwd", "\".._.._etc_passwd\""),
                arguments("6266 4.3 backslash", "c:\\a.exe", "\"c:_a.exe\""),
                arguments("9110 5.5 line break", "a\r\nSet-Cookie: b", "\"a__Set-Cookie: b\""),
                arguments("9110 5.5 NUL, tab, DEL", "a\u0000b\tc\u007fd", "\"a_b_c_d\""),
                arguments("9110 5.5 C1 control", "a\u0085b", "\"a_b\""),
                arguments("line and paragraph separator", "a\u2028b\u2029c", "\"a_b_c\""),
                arguments("right-to-left override", "photo\u202egpj.exe", "\"photo_gpj.exe\""),
                arguments("direction isolate", "a\u2066b\u2069", "\"a_b_\""),
                arguments("half of a surrogate pair", "a\ud83db", "\"a_b\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void nameIsWritten(String section, String fileName, String expected) {
        assertThat(ContentDisposition.attachment(fileName)).isEqualTo("attachment; filename=" + expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", ".."})
    void nameThatNamesNoFileIsLeftOut(String fileName) {
        assertThat(ContentDisposition.attachment(fileName)).isEqualTo("attachment");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void nameIsWrittenForInlineToo(String section, String fileName, String expected) {
        assertThat(ContentDisposition.inline(fileName)).isEqualTo("inline; filename=" + expected);
    }

    @Test
    void inlineWithoutAName() {
        assertThat(ContentDisposition.inline("..")).isEqualTo("inline");
    }

    /** RFC 9110 section 5.5 and RFC 8187 section 3.2: never more than one line, and the name comes back. */
    @Test
    void anyNameMakesAFieldValueFromWhichItComesBack() {
        long seed = 8187L;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String name = "\u00e4"
                    + random.ints(8, 0, 0x3000)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
            String value = ContentDisposition.attachment(name);
            String extended = value.substring(value.indexOf(EXTENDED) + EXTENDED.length());
            assertThat(HeaderFields.isValue(value))
                    .as("seed %d, case %d", seed, i)
                    .isTrue();
            assertThat(URLDecoder.decode(extended.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .as("seed %d, case %d", seed, i)
                    .isEqualTo(name.replaceAll(
                            "[\\p{Cntrl}\u0080-\u009f/\\\\\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", "_"));
        }
    }
}
