/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private static final long MILLI = 1_000_000L;

    private final TimerWheel wheel = new TimerWheel(0);
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsInOrderOfTimeAndNotBefore() {
        wheel.schedule(() -> ran.add("late"), 50 * MILLI);
        wheel.schedule(() -> ran.add("early"), 10 * MILLI);
        wheel.advance(9 * MILLI);
        assertThat(ran).isEmpty();
        wheel.advance(20 * MILLI);
        assertThat(ran).containsExactly("early");
        wheel.advance(60 * MILLI);
        assertThat(ran).containsExactly("early", "late");
        assertThat(wheel.isEmpty()).isTrue();
    }

    @Test
    void anActionMayScheduleTheNext() {
        wheel.schedule(() -> wheel.schedule(() -> ran.add("second"), 4 * MILLI), 2 * MILLI);
        wheel.advance(100 * MILLI);
        wheel.advance(200 * MILLI);
        assertThat(ran).containsExactly("second");
    }

    @Test
    void aTimeBeyondTheRingIsNotMetEarly() {
        wheel.schedule(() -> ran.add("far"), 10_000 * MILLI);
        for (long now = 0; now < 10_000; now++) {
            wheel.advance(now * MILLI);
        }
        assertThat(ran).isEmpty();
        wheel.advance(10_002 * MILLI);
        assertThat(ran).containsExactly("far");
    }
}
