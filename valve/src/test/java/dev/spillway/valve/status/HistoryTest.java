/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistoryTest {
    @Test
    void theLastTenMinutesAreKeptInOrder() {
        History history = new History();
        for (int second = 0; second < 700; second++) {
            history.add(new History.Sample(second, 1, 2, 3));
        }
        assertThat(history.samples()).hasSize(600);
        assertThat(history.samples().get(0).millis()).isEqualTo(100);
        assertThat(history.samples().get(599).millis()).isEqualTo(699);
    }
}
