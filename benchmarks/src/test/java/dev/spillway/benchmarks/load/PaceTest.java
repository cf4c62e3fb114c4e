/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void allowsWhatTheTimeSinceTheStartGives() {
        Pace pace = new Pace(30_000, SECOND, 500);
        assertThat(pace.allowed(SECOND, 500)).isZero();
        assertThat(pace.allowed(3 * SECOND, 500)).isEqualTo(60_000);
        assertThat(pace.allowed(3 * SECOND, 40_500)).isEqualTo(20_000);
        assertThat(pace.allowed(3 * SECOND, 100_500)).isZero();
    }

    @Test
    void readsOftenEnoughForOneBufferEach() {
        assertThat(new Pace(30_000, 0, 0).intervalNanos()).isEqualTo(SECOND / 2);
        assertThat(new Pace(262_144_000, 0, 0).intervalNanos()).isEqualTo(SECOND / 1_000);
    }
}
