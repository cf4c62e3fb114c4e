/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our reading and writing of dates against those of the Java runtime. */
class HttpDateTest {
    private static final DateTimeFormatter RUNTIME =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    @Test
    void everyDayOfFourYearsAndEverySecondOfADay() {
        Instant begin = Instant.parse("2023-12-31T23:59:58Z");
        for (int i = 0; i < 4 * 366; i++) {
            agree(begin.plus(Duration.ofDays(i)));
        }
        for (int i = 0; i < 24 * 60 * 60; i += 7) {
            agree(begin.plusSeconds(i));
        }
    }

    private static void agree(Instant instant) {
        String text = RUNTIME.format(instant.atOffset(ZoneOffset.UTC));
        assertThat(HttpDate.format(instant)).isEqualTo(text);
        assertThat(HttpDate.parse(text)).contains(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:49:37 GMT",
                "Wed, 30 Feb 1994 08:49:37 GMT",
                "Sun, 06 onN 1994 08:49:37 GMT",
                "Xyz, 06 Nov 1994 08:49:37 GMT",
                "Sun, -6 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov \u0661994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                "0",
                ""
            })
    void whatIsNoDateOfToday(String text) {
        assertThat(HttpDate.parse(text)).isEmpty();
    }
}
