/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.spillway.relay.control.Report;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LinkMeterTest {
    private final LinkMeter meter = new LinkMeter();

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(1_000_000 + millis);
    }

    private void report(String child, long atMillis, long bytes, long busyMillis) {
        meter.note(child, List.of(new Report.Link("parent", 1, bytes, busyMillis, 0, 0)), millis(atMillis));
    }

    /** Two children, each at half of the rate all the time, who report at different moments. */
    private void twoHalves(long busyMillis) {
        for (long at = 0; at <= 1_000; at += 500) {
            report("one", at, 50_000, busyMillis);
            report("other", at + 250, 50_000, busyMillis);
        }
    }

    @Test
    void aParentIsJudgedByAllItsChildrenTogether() {
        twoHalves(500);
        Map<String, LinkMeter.Passed> passed = meter.passedOn(millis(1_300));
        assertThat(passed).containsOnlyKeys("parent");
        assertThat(passed.get("parent").rate()).isCloseTo(200_000, within(1.0));
        assertThat(passed.get("parent").isFull()).isTrue();
    }

    @Test
    void itIsNotJudgedBeforeAllHaveReported() {
        report("one", 0, 50_000, 500);
        assertThat(meter.passedOn(millis(50))).isEmpty();
        report("other", 250, 50_000, 500);
        assertThat(meter.passedOn(millis(1_000)).get("parent").rate()).isCloseTo(200_000, within(1.0));
        assertThat(meter.passedOn(millis(3_000))).isEmpty();
    }

    @Test
    void whoHadTimeLeftIsNotFull() {
        twoHalves(200);
        assertThat(meter.passedOn(millis(1_300)).get("parent").isFull()).isFalse();
    }

    @Test
    void aReportOutOfTurnDoesNotMakeAParentFast() {
        report("one", 0, 50_000, 500);
        report("one", 500, 0, 0);
        report("other", 510, 0, 0);
        meter.passedOn(millis(1_600));
        report("one", 1_650, 0, 0);
        report("one", 1_660, 50_000, 10);
        assertThat(meter.passedOn(millis(2_700)).get("parent").rate()).isLessThanOrEqualTo(100_000);
    }
}
