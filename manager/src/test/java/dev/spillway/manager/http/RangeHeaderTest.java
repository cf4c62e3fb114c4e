/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeHeaderTest {

    @ParameterizedTest(name = "{0}: {1} of {2} bytes -> {3}")
    @CsvSource(delimiter = '|', textBlock = """
            14.1.2 first and last       | bytes=0-499              | 10000 | 206 0-499
            14.1.2 one byte             | bytes=0-0                | 10000 | 206 0-0
            14.1.2 last byte            | bytes=9999-9999          | 10000 | 206 9999-9999
            14.1.2 suffix               | bytes=-500               | 10000 | 206 9500-9999
            14.1.2 open end             | bytes=9500-              | 10000 | 206 9500-9999
            14.1.2 all of it            | bytes=0-                 | 10000 | 206 0-9999
            14.1.2 last is cut          | bytes=9990-20000         | 10000 | 206 9990-9999
            14.1.2 suffix is cut        | bytes=-20000             | 10000 | 206 0-9999
            14.1.2 leading zeros        | bytes=007-0009           | 10000 | 206 7-9
            14.1.2 suffix zeros         | bytes=-0001              | 10000 | 206 9999-9999
            14.1.2 first at the end     | bytes=10000-             | 10000 | 416 bytes */10000
            14.1.2 first past the end   | bytes=10001-20000        | 10000 | 416 bytes */10000
            14.1.2 empty suffix         | bytes=-0                 | 10000 | 416 bytes */10000
            14.1.2 empty suffix, zeros  | bytes=-000               | 10000 | 416 bytes */10000
            14.1.2 several              | bytes=0-0,-1             | 10000 | 206 0-0,9999-9999
            14.1.2 some satisfiable     | bytes=0-4,10000-,-0      | 10000 | 206 0-4
            14.1.2 none satisfiable     | bytes=10000-,-0          | 10000 | 416 bytes */10000
            14.1.2 adjacent             | bytes=500-600,601-999    | 10000 | 206 500-600,601-999
            14.1.2 overlapping          | bytes=500-700,601-999    | 10000 | 206 500-700,601-999
            15.3.7.2 order is kept      | bytes=-1,5-6,0-0         | 10000 | 206 9999-9999,5-6,0-0
            14.2 twice the same         | bytes=5-6,5-6            | 10000 | 206 5-6,5-6
            14.2 as long as the file    | bytes=0-4,5-9            | 10    | 206 0-4,5-9
            14.2 longer than the file   | bytes=0-5,5-9            | 10    | 200
            14.2 all of it, twice       | bytes=0-,0-              | 10000 | 200
            14.1.2 last of 2^63-1       | bytes=1-9223372036854775807                      | 10 | 206 1-9
            14.1.2 last of 2^63         | bytes=1-9223372036854775808                      | 10 | 206 1-9
            14.1.2 last of 2^64         | bytes=1-18446744073709551616                     | 10 | 206 1-9
            14.1.2 suffix of 2^64       | bytes=-18446744073709551616                      | 10 | 206 0-9
            14.1.2 first of 2^64        | bytes=18446744073709551616-                      | 10 | 416 bytes */10
            14.1.2 both of 2^64         | bytes=18446744073709551616-18446744073709551617  | 10 | 416 bytes */10
            14.1.1 huge, wrong order    | bytes=18446744073709551617-18446744073709551616  | 10 | 200
            14.1.2 huge beside a good   | bytes=18446744073709551616-,3-4                  | 10 | 206 3-4
            14.1 unit in capitals       | BYTES=0-4                | 10    | 206 0-4
            14.1 unit in mixed case     | Bytes=0-4                | 10    | 206 0-4
            14.2 other unit             | lines=0-4                | 10    | 200
            14.2 unit is only a prefix  | bytesx=0-4               | 10    | 200
            14.1.1 no unit              | 0-4                      | 10    | 200
            14.1.1 no set               | bytes=                   | 10    | 200
            14.1.1 no equals sign       | bytes 0-4                | 10    | 200
            14.1.1 only commas          | bytes=,,                 | 10    | 200
            14.1.1 only a dash          | bytes=-                  | 10    | 200
            14.1.1 no dash              | bytes=5                  | 10    | 200
            14.1.1 last before first    | bytes=5-4                | 10    | 200
            14.1.1 one bad among good   | bytes=0-1,5-4            | 10    | 200
            14.1.1 letters              | bytes=a-b                | 10    | 200
            14.1.1 sign                 | bytes=+1-4               | 10    | 200
            14.1.1 negative             | bytes=--4                | 10    | 200
            14.1.1 hexadecimal          | bytes=0x1-4              | 10    | 200
            14.1.1 digits of Arabic     | bytes=\u0661-\u0664      | 10    | 200
            14.1.1 three numbers        | bytes=1-2-3              | 10    | 200
            14.1.1 quoted               | bytes="0-4"              | 10    | 200
            14.1.1 trailing text        | bytes=0-4;q=1            | 10    | 200
            5.6.1.2 empty elements      | bytes=,0-1,,3-4,         | 10    | 206 0-1,3-4
            5.6.1 space around a comma  | bytes=0-1 , 3-4          | 10    | 206 0-1,3-4
            5.6.1 space after equals    | bytes= 0-1               | 10    | 206 0-1
            14.1.1 space before equals  | bytes =0-1               | 10    | 200
            14.1.1 space in a range     | bytes=0 - 1              | 10    | 200
            14.1.1 space in a number    | bytes=0-1 2              | 10    | 200
            5.6.1 comma before the unit | ,bytes=0-1               | 10    | 200
            14.2 empty file             | bytes=0-                 | 0     | 200
            14.2 empty file, suffix     | bytes=-1                 | 0     | 200
            14.2 file of one byte       | bytes=0-                 | 1     | 206 0-0
            """)
    void rangeFieldSelects(String section, String value, long completeLength, String expected) {
        assertThat(RangeTestSupport.describe(RangeHeader.select(List.of(value), completeLength)))
                .isEqualTo(expected);
    }

    @Test
    void lastByteOfTheLargestFileCanBeAskedFor() {
        long last = Long.MAX_VALUE - 1;
        assertThat(RangeHeader.select(List.of("bytes=" + last + "-"), Long.MAX_VALUE))
                .isEqualTo(new RangeSelection.Partial(List.of(new ByteRange(last, last))));
    }

    /** RFC 9110 section 5.6.3: optional whitespace is space and tab. */
    @Test
    void tabsAroundRangesAreWhitespace() {
        assertThat(select("\tbytes=\t0-1\t,\t3-4\t")).isEqualTo("206 0-1,3-4");
    }

    /** RFC 9110 section 5.6.3: nothing else is whitespace. */
    @Test
    void otherSpaceThanBlankAndTabBreaksTheSyntax() {
        assertThat(select("bytes=0-1,\u00a03-4")).isEqualTo("200");
    }

    @Test
    void absentFieldGetsWholeFile() {
        assertThat(select()).isEqualTo("200");
    }

    /** RFC 9110 section 5.2: the lines of a field are one value. */
    @Test
    void setContinuedOnSecondLineIsOneSet() {
        assertThat(select("bytes=0-1", "3-4")).isEqualTo("206 0-1,3-4");
    }

    /** RFC 9110 section 5.2: joined, the second unit is a range that breaks the syntax. */
    @Test
    void twoCompleteLinesGetWholeFile() {
        assertThat(select("bytes=0-1", "bytes=3-4")).isEqualTo("200");
    }

    /** RFC 9110 section 14.2, last paragraph; CVE-2011-3192. */
    @Test
    void asManyRangesAsAllowedGetParts() {
        RangeSelection selection = RangeHeader.select(List.of(repeated(RangeHeader.MAX_RANGES)), 10_000);
        assertThat(selection)
                .isInstanceOfSatisfying(
                        RangeSelection.Partial.class,
                        partial -> assertThat(partial.ranges()).hasSize(RangeHeader.MAX_RANGES));
    }

    /** RFC 9110 section 14.2, last paragraph; CVE-2011-3192. */
    @Test
    void oneRangeTooManyGetsWholeFile() {
        assertThat(RangeHeader.select(List.of(repeated(RangeHeader.MAX_RANGES + 1)), 10_000))
                .isEqualTo(new RangeSelection.Whole());
    }

    /** CVE-2011-3192: the form of the attack, open-ended ranges that all go to the end of the file. */
    @Test
    void manyOverlappingRangesGetWholeFile() {
        StringBuilder value = new StringBuilder("bytes=0-");
        for (int first = 5; first < 100; first++) {
            value.append(",5-").append(first);
        }
        assertThat(RangeHeader.select(List.of(value.toString()), 1_000)).isEqualTo(new RangeSelection.Whole());
    }

    /** The sum of two lengths near 2^63 does not fit into a long and must not come out small. */
    @Test
    void sumOfHugeRangesDoesNotOverflow() {
        assertThat(RangeHeader.select(List.of("bytes=0-,0-,0-"), Long.MAX_VALUE))
                .isEqualTo(new RangeSelection.Whole());
    }

    @Test
    void numberOfManyDigitsIsReadQuickly() {
        String value = "bytes=" + "9".repeat(1_000_000) + "-";
        assertThat(RangeTestSupport.describe(RangeHeader.select(List.of(value), 10)))
                .isEqualTo("416 bytes */10");
    }

    @Test
    void negativeLengthIsRefused() {
        assertThatThrownBy(() -> RangeHeader.select(List.of(), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("completeLength=-1");
    }

    @Test
    void partialWithoutRangesIsRefused() {
        assertThatThrownBy(() -> new RangeSelection.Partial(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static String select(String... fieldLines) {
        return RangeTestSupport.describe(RangeHeader.select(List.of(fieldLines), 10));
    }

    private static String repeated(int count) {
        return "bytes=" + String.join(",", Collections.nCopies(count, "7-7"));
    }
}
