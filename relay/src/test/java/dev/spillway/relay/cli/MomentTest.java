/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class MomentTest {
    private final Moment moment =
            new Moment(Clock.fixed(Instant.parse("2026-11-29T18:00:00.7Z"), ZoneId.of("Europe/Berlin")));

    @ParameterizedTest
    @CsvSource({
        "+90m, 2026-11-29T19:30:00Z",
        "+30d, 2026-12-29T18:00:00Z",
        "+0s, 2026-11-29T18:00:00Z",
        "2026-12-24, 2026-12-23T23:00:00Z",
        "2026-12-24T18:00, 2026-12-24T17:00:00Z",
        "2026-12-24T18:00Z, 2026-12-24T18:00:00Z",
        "2026-12-24T18:00:01.5-05:00, 2026-12-24T23:00:01Z"
    })
    void readsWhatPeopleWrite(String text, Instant expected) {
        assertThat(moment.convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "+2w", "+999999999999d", "+999999999d", "2026-13-01", "18:00", "-2h"})
    void saysWhatItWouldUnderstand(String text) {
        assertThatThrownBy(() -> moment.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("\"" + text + "\"")
                .hasMessageContaining("+30d");
    }
}
