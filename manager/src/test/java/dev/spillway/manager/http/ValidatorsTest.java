/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidatorsTest {

    private static final Instant DATE = Instant.parse("2026-03-01T12:00:00.75Z");

    /** RFC 9110 section 5.6.7. */
    @Test
    void timesAreCutToSeconds() {
        Validators validators = of(Optional.of(Instant.parse("2026-02-28T01:02:03.999Z")));
        assertThat(validators.lastModified()).contains(Instant.parse("2026-02-28T01:02:03Z"));
        assertThat(validators.date()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
    }

    /** RFC 9110 section 8.8.2.1. */
    @Test
    void changeInTheFutureBecomesTheDateOfTheAnswer() {
        assertThat(of(Optional.of(DATE.plusSeconds(3600))).lastModified())
                .contains(Instant.parse("2026-03-01T12:00:00Z"));
    }

    /** RFC 9110 section 8.8.2.2. */
    @ParameterizedTest
    @CsvSource({
        "2020-01-01T00:00:00Z,     true",
        "2026-03-01T11:59:59Z,     true",
        "2026-03-01T11:59:59.999Z, true",
        "2026-03-01T12:00:00Z,     false",
        "2026-03-01T12:00:00.5Z,   false",
        "2026-03-02T00:00:00Z,     false",
    })
    void modificationDateIsStrongOnceItsSecondIsOver(Instant lastModified, boolean strong) {
        assertThat(of(Optional.of(lastModified)).isLastModifiedStrong()).isEqualTo(strong);
    }

    @Test
    void unknownModificationDateIsNotStrong() {
        assertThat(of(Optional.empty()).isLastModifiedStrong()).isFalse();
    }

    private static Validators of(Optional<Instant> lastModified) {
        return new Validators(Optional.empty(), lastModified, DATE);
    }
}
