/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.ManagerConfig;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When those who are too many are to come again. */
class EngineTest {
    private static final long SECOND = 1_000_000_000L;

    private final Engine engine = new Engine(ManagerConfig.defaults());

    @AfterEach
    void stop() {
        engine.disk().stop();
    }

    @Test
    void whenWhatHasBeenTakenOnIsSentAtTheRateOfTheLastSeconds() {
        sendForThreeSeconds(1000);
        engine.counters().outstanding.add(90_000);
        assertThat(engine.retryAfter()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void notBeforeASecondAndNotAfterAnHour() {
        sendForThreeSeconds(1000);
        assertThat(engine.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        engine.counters().outstanding.add(Long.MAX_VALUE / 2);
        assertThat(engine.retryAfter()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void afterTheLongestWaitWhereNothingMoves() {
        engine.counters().outstanding.add(1000);
        assertThat(engine.retryAfter()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void theRateIsThatOfTheLastSecondsAndNotOfAllTimes() {
        sendForThreeSeconds(1_000_000);
        for (int second = 4; second < 20; second++) {
            engine.counters().bytesSent.add(10);
            engine.throughput().sample(second * SECOND);
        }
        assertThat(engine.throughput().perSecond()).isEqualTo(10);
    }

    private void sendForThreeSeconds(long bytesPerSecond) {
        engine.throughput().sample(0);
        for (int second = 1; second <= 3; second++) {
            engine.counters().bytesSent.add(bytesPerSecond);
            engine.throughput().sample(second * SECOND);
        }
    }
}
