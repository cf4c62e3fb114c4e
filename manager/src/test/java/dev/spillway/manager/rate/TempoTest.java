/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A stall and a low rate are told apart, and neither is what the manager itself is the cause of. */
class TempoTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Limits LIMITS = Limits.NONE.withMinBytesPerSecond(1000, Duration.ofSeconds(10));

    private final Tempo tempo = new Tempo(Duration.ofSeconds(4));

    @Test
    void whoeverTakesNothingStalls() {
        tempo.begin(0);
        assertThat(tempo.verdict(LIMITS, 4 * SECOND - 1)).isNull();
        assertThat(tempo.verdict(LIMITS, 4 * SECOND)).isEqualTo(Outcome.STALLED);
    }

    @Test
    void whoeverTakesALittleIsTooSlowAfterTheWindow() {
        assertThat(verdictAfterTaking(999)).isEqualTo(Outcome.TOO_SLOW);
    }

    @Test
    void whoeverTakesEnoughIsNot() {
        assertThat(verdictAfterTaking(1000)).isNull();
    }

    @Test
    void withoutALeastRateNobodyIsTooSlow() {
        tempo.begin(0);
        for (int i = 1; i < 100; i++) {
            tempo.taken(1, i * SECOND);
            assertThat(tempo.verdict(Limits.NONE, i * SECOND)).isNull();
        }
    }

    @Test
    void timeInWhichNothingIsOfferedDoesNotCount() {
        for (int i = 0; i < 100; i++) {
            tempo.begin(i * 10L * SECOND);
            tempo.taken(100, i * 10L * SECOND);
            tempo.end(i * 10L * SECOND + SECOND / 10); // 100 bytes in a tenth of a second, then nine of pause
            assertThat(tempo.verdict(LIMITS, i * 10L * SECOND + SECOND / 10)).isNull();
        }
    }

    @Test
    void theNextVerdictIsDueWhenTheFirstOfBothMayCome() {
        tempo.begin(0);
        assertThat(tempo.deadlineNanos(LIMITS)).isEqualTo(4 * SECOND);
        tempo.taken(1, 8 * SECOND);
        assertThat(tempo.deadlineNanos(LIMITS)).isEqualTo(10 * SECOND);
        assertThat(tempo.deadlineNanos(Limits.NONE)).isEqualTo(12 * SECOND);
    }

    private Outcome verdictAfterTaking(int bytesPerSecond) {
        tempo.begin(0);
        Outcome verdict = null;
        for (int i = 1; i <= 10; i++) {
            tempo.taken(bytesPerSecond, i * SECOND);
            verdict = tempo.verdict(LIMITS, i * SECOND);
        }
        return verdict;
    }
}
