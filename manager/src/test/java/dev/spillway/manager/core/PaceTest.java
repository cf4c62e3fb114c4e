/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rate of one download over simulated time. */
class PaceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 1_000, 1 << 20, 10_000_000_000L})
    void keepsTheRateOverAMinute(long rate) {
        long now = Long.MAX_VALUE - SECOND;
        long end = now + 60 * SECOND;
        Pace pace = new Pace(rate, now);
        long sent = 0;
        int turns = 0;
        while (end - now > 0) {
            long available = pace.available(now);
            pace.spend(available);
            sent += available;
            turns++;
            if (available == 0) {
                long wait = pace.nanosUntilWorthwhile();
                assertThat(wait).as("there is something to wait for").isPositive();
                now += wait;
            }
        }
        assertThat((double) sent).isCloseTo(60.0 * rate, Percentage.withPercentage(5));
        assertThat(turns).as("turns in a minute").isLessThan(5_000);
    }

    @Test
    void aClientThatWasSlowDoesNotGetItAllAtOnce() {
        Pace pace = new Pace(1000, 0);
        assertThat(pace.available(3600 * SECOND)).isLessThanOrEqualTo(500);
    }

    @Test
    void whatIsSentTooMuchIsMadeUpFor() {
        Pace pace = new Pace(1000, 0);
        pace.available(0);
        pace.spend(2000);
        assertThat(pace.available(SECOND)).isZero();
        assertThat(pace.nanosUntilWorthwhile()).isBetween(SECOND / 2, 2 * SECOND);
        assertThat(pace.available(2 * SECOND + SECOND / 10)).isPositive();
    }

    @Test
    void beginsWithoutABurst() {
        Pace pace = new Pace(1000, 0);
        assertThat(pace.available(0)).isBetween(1L, 100L);
    }
}
