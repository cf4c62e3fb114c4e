/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateMeterTest {
    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
    private final RateMeter meter = new RateMeter(nanos::get);

    private void run(double seconds, long bytesPerSecond) {
        for (int i = 0; i < seconds * 100; i++) {
            nanos.addAndGet(10_000_000);
            meter.add(bytesPerSecond / 100);
        }
    }

    @Test
    void aSteadyStreamHasItsRate() {
        run(10, 1_000_000);
        assertThat(meter.rate()).isCloseTo(1_000_000, within(70_000.0));
        assertThat(meter.total()).isEqualTo(10_000_000);
    }

    @Test
    void aYoungStreamHasItsRateToo() {
        run(0.3, 1_000_000);
        assertThat(meter.rate()).isCloseTo(1_000_000, within(70_000.0));
    }

    @Test
    void silenceShowsWithinTheWindow() {
        run(10, 1_000_000);
        nanos.addAndGet(2_100_000_000L);
        assertThat(meter.rate()).isZero();
    }
}
