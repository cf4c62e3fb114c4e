/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FairnessTest {
    @Test
    void evenSharesGiveOne() {
        assertThat(Fairness.jain(new long[] {7, 7, 7})).isEqualTo(1);
        assertThat(Fairness.jain(new long[] {0, 0})).isEqualTo(1);
    }

    @Test
    void oneOfFourWithEverythingGivesAQuarter() {
        assertThat(Fairness.jain(new long[] {0, 9, 0, 0})).isEqualTo(0.25);
    }
}
