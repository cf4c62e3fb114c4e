/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 5.6.7. */
class HttpDateTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Sun, 06 Nov 1994 08:49:37 GMT     | 1994-11-06T08:49:37Z
            Sunday, 06-Nov-94 08:49:37 GMT    | 1994-11-06T08:49:37Z
            Sun Nov  6 08:49:37 1994          | 1994-11-06T08:49:37Z
            Wed Nov 16 08:49:37 1994          | 1994-11-16T08:49:37Z
            Thu, 29 Feb 2024 00:00:00 GMT     | 2024-02-29T00:00:00Z
            Wed, 31 Dec 2025 23:59:59 GMT     | 2025-12-31T23:59:59Z
            Sat, 31 Dec 2016 23:59:60 GMT     | 2017-01-01T00:00:00Z
            Mon, 06 Nov 1994 08:49:37 GMT     | 1994-11-06T08:49:37Z
            Sat, 01 Jan 0000 00:00:00 GMT     | 0000-01-01T00:00:00Z
            Fri, 31 Dec 9999 23:59:59 GMT     | 9999-12-31T23:59:59Z
            """)
    void everyFormIsRead(String text, Instant expected) {
        assertThat(HttpDate.parse(text, NOW)).contains(expected);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            Sunday, 01-Mar-76 12:00:00 GMT    | 2026-03-01T12:00:00Z | 2076-03-01T12:00:00Z
            Sunday, 01-Mar-76 12:00:01 GMT    | 2026-03-01T12:00:00Z | 1976-03-01T12:00:01Z
            Sunday, 01-Jan-77 00:00:00 GMT    | 2026-03-01T12:00:00Z | 1977-01-01T00:00:00Z
            Sunday, 01-Mar-26 12:00:00 GMT    | 2026-03-01T12:00:00Z | 2026-03-01T12:00:00Z
            Sunday, 01-Jan-00 00:00:00 GMT    | 2026-03-01T12:00:00Z | 2000-01-01T00:00:00Z
            Sunday, 01-Jan-05 00:00:00 GMT    | 2099-01-01T00:00:00Z | 2105-01-01T00:00:00Z
            Sunday, 01-Jan-99 00:00:00 GMT    | 2026-03-01T12:00:00Z | 1999-01-01T00:00:00Z
            """)
    void twoDigitYearIsAtMostFiftyYearsAhead(String text, Instant now, Instant expected) {
        assertThat(HttpDate.parse(text, now)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "784111777",
                "1994-11-06T08:49:37Z",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Sun, 06 Nov 1994 08:49:37 +0000",
                "Sun, 06 Nov 1994 08:49:37 GMT ",
                " Sun, 06 Nov 1994 08:49:37 GMT",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun,06 Nov 1994 08:49:37 GMT",
                "Sun, 06  Nov 1994 08:49:37 GMT",
                "Sun, 06-Nov-1994 08:49:37 GMT",
                "Sun, 06 Nov 94 08:49:37 GMT",
                "sun, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 NOV 1994 08:49:37 GMT",
                "Xyz, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nix 1994 08:49:37 GMT",
                "Sun, 00 Nov 1994 08:49:37 GMT",
                "Sun, 30 Feb 1994 08:49:37 GMT",
                "Thu, 29 Feb 2023 00:00:00 GMT",
                "Sun, 06 Nov 1994 24:00:00 GMT",
                "Sun, 06 Nov 1994 08:60:37 GMT",
                "Sun, 06 Nov 1994 08:49:61 GMT",
                "Sun, 06 Nov 1994 8:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
                "Sun Nov 6 08:49:37 1994",
                "Sun Nov  6 08:49:37 1994 GMT",
                "Sun, 06-Nov-94 08:49:37 GMT",
                "Sunday, 31-Feb-94 08:49:37 GMT",
            })
    void otherTextIsNoDate(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1994-11-06T08:49:37Z      | Sun, 06 Nov 1994 08:49:37 GMT
            1994-11-06T08:49:37.999Z  | Sun, 06 Nov 1994 08:49:37 GMT
            1970-01-01T00:00:00Z      | Thu, 01 Jan 1970 00:00:00 GMT
            1969-12-31T23:59:59.5Z    | Wed, 31 Dec 1969 23:59:59 GMT
            2024-02-29T23:00:00Z      | Thu, 29 Feb 2024 23:00:00 GMT
            0000-01-01T00:00:00Z      | Sat, 01 Jan 0000 00:00:00 GMT
            9999-12-31T23:59:59.9Z    | Fri, 31 Dec 9999 23:59:59 GMT
            """)
    void preferredFormIsWritten(Instant instant, String expected) {
        assertThat(HttpDate.format(instant)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+10000-01-01T00:00:00Z", "-0001-12-31T23:59:59Z"})
    void yearThatHasNotFourDigitsIsRefused(Instant instant) {
        assertThatThrownBy(() -> HttpDate.format(instant))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(instant.toString());
    }

    /** Every month and day name comes through, and far more days than a table would hold. */
    @Test
    void whatIsWrittenIsReadBack() {
        for (long second = -100_000_000L; second < 4_000_000_000L; second += 1_234_567L) {
            Instant instant = Instant.ofEpochSecond(second);
            assertThat(HttpDate.parse(HttpDate.format(instant), NOW)).contains(instant);
        }
    }

    @Test
    void localeOfTheMachineDoesNotMatter() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(HttpDate.format(Instant.parse("1994-11-06T08:49:37Z")))
                    .isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
        } finally {
            Locale.setDefault(before);
        }
    }
}
