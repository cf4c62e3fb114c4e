/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** The rate of one download as it is shown. */
class RateMeterTest {
    private static final long SECOND = 1_000_000_000L;

    private final RateMeter meter = new RateMeter(5);

    @Test
    void aSteadyRateIsShownAsItIs() {
        for (int tenth = 0; tenth < 100; tenth++) {
            meter.add(100, 5 + tenth * SECOND / 10);
            if (tenth > 10) {
                assertThat((double) meter.perSecond(5 + tenth * SECOND / 10))
                        .isCloseTo(1000.0, Percentage.withPercentage(11));
            }
        }
    }

    @Test
    void whoeverHasJustBegunHasARate() {
        meter.add(500, 5 + SECOND / 2);
        assertThat(meter.perSecond(5 + SECOND / 2)).isEqualTo(1000);
    }

    @Test
    void whatStandsStillHasNoRateAfterTwoSeconds() {
        meter.add(1000, 5 + SECOND / 2);
        assertThat(meter.perSecond(5 + SECOND + SECOND / 2)).isEqualTo(500);
        assertThat(meter.perSecond(5 + 2 * SECOND)).isZero();
        meter.add(10, 5 + 60 * SECOND);
        assertThat(meter.perSecond(5 + 60 * SECOND)).isEqualTo(10);
    }
}
