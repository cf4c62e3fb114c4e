/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.spillway.manager.api.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogEntryTest {
    @ParameterizedTest
    @CsvSource({"0,0", "1,0", "299,0", "300,0", "301,1", "1299,999", "1300,1000"})
    void bodyIsWhatWasSentBehindTheHeadOf300Bytes(long sent, long body) {
        assertThat(LogEntry.of(Samples.record(), Samples.end(Outcome.CLIENT_GONE, sent))
                        .bodyBytes())
                .isEqualTo(body);
    }

    @Test
    void neverSaysMoreThanThereWas() {
        assertThat(LogEntry.of(Samples.record(), Samples.end(Outcome.COMPLETED, Long.MAX_VALUE))
                        .bodyBytes())
                .isEqualTo(1000);
    }

    @Test
    void timesBeginWithTheRequest() {
        LogEntry entry = LogEntry.of(Samples.record(), Samples.end(Outcome.COMPLETED, 1300));
        assertThat(entry.firstByteMicros()).hasValue(6_000);
        assertThat(entry.durationMicros()).isEqualTo(2_005_000);
    }

    @Test
    void negativeNumbersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DownloadRecord(
                        Samples.NOON,
                        Duration.ZERO,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        200,
                        -1,
                        0,
                        null,
                        null,
                        null,
                        null))
                .withMessageContaining("headBytes=-1");
    }
}
