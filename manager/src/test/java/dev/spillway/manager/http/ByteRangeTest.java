/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 sections 14.1.2 and 14.4. */
class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "0, 499, 500", "500, 999, 500", "0, 9223372036854775806, 9223372036854775807"})
    void lengthCountsBothEnds(long first, long last, long length) {
        assertThat(new ByteRange(first, last).length()).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "5, 4", "0, 9223372036854775807", "-9223372036854775808, 9223372036854775806"})
    void positionsOutOfBoundsAreRefused(long first, long last) {
        assertThatThrownBy(() -> new ByteRange(first, last))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("first=" + first)
                .hasMessageContaining("last=" + last);
    }

    @Test
    void contentRangeNamesTheCompleteLength() {
        assertThat(new ByteRange(42, 1233).contentRange(1234)).isEqualTo("bytes 42-1233/1234");
    }

    @Test
    void contentRangePastTheEndIsRefused() {
        assertThatThrownBy(() -> new ByteRange(0, 10).contentRange(10)).isInstanceOf(IllegalArgumentException.class);
    }
}
