/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.Terms;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rate of one download over simulated time. */
class ThrottleTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long TURN = 1 << 20;

    @ParameterizedTest
    @ValueSource(longs = {3, 1_000, 10_000, 1 << 20, 10_000_000_000L})
    void keepsTheRateOverTenSeconds(long rate) {
        assertThat((double) sentWithin(10 * SECOND, new Throttle(terms(rate, 0)), 0))
                .isCloseTo(10.0 * rate, Percentage.withPercentage(3));
    }

    /** A loop that is late, because the machine is busy, costs nobody anything. */
    @ParameterizedTest
    @CsvSource({"10000, 100", "1000000, 100", "1000000, 700"})
    void keepsTheRateOnALoopThatIsLate(long rate, long millisLate) {
        assertThat((double) sentWithin(60 * SECOND, new Throttle(terms(rate, 0)), millisLate * 1_000_000))
                .isCloseTo(60.0 * rate, Percentage.withPercentage(3));
    }

    @Test
    void aLowRateWakesTheLoopFiveTimesASecondAndNoMore() {
        Throttle throttle = new Throttle(terms(10_000, 0));
        long now = 0;
        int turns = 0;
        while (now < 10 * SECOND) {
            long allowed = throttle.allowed(TURN, Limits.NONE, now);
            throttle.spend(allowed);
            turns += allowed > 0 ? 1 : 0;
            now += allowed == 0 ? throttle.nanosUntilAllowed() : 0;
        }
        assertThat(turns).isBetween(45, 55);
    }

    /** Two downloads whose turns are 0.1 s apart are held up until the same moment. */
    @Test
    void thoseWhoAreHeldUpTogetherDoNotFallInStep() {
        Throttle early = new Throttle(terms(10_000, 0));
        Throttle late = new Throttle(terms(10_000, 0));
        spendAll(early, 0);
        spendAll(late, SECOND / 10);
        long held = SECOND * 32 / 100;
        assertThat(early.allowed(TURN, Limits.NONE, held)).isEqualTo(2000);
        assertThat(late.allowed(TURN, Limits.NONE, held)).isEqualTo(2000);
        early.spend(2000);
        late.spend(2000);
        assertThat(early.allowed(TURN, Limits.NONE, held)).isZero();
        assertThat(late.allowed(TURN, Limits.NONE, held)).isZero();
        assertThat(late.nanosUntilAllowed() - early.nanosUntilAllowed())
                .isCloseTo(SECOND / 10, Offset.offset(SECOND / 1000));
    }

    private static void spendAll(Throttle throttle, long nowNanos) {
        throttle.spend(throttle.allowed(TURN, Limits.NONE, nowNanos));
        assertThat(throttle.allowed(TURN, Limits.NONE, nowNanos)).isZero();
    }

    @Test
    void aClientThatWasSlowDoesNotGetItAllAtOnce() {
        Throttle throttle = new Throttle(terms(1000, 0));
        throttle.spend(throttle.allowed(TURN, Limits.NONE, 0));
        assertThat(throttle.allowed(TURN, Limits.NONE, SECOND)).isPositive();
        throttle.spend(1); // and took next to nothing for an hour
        assertThat(throttle.allowed(TURN, Limits.NONE, 3600 * SECOND)).isLessThanOrEqualTo(1000);
    }

    @Test
    void whatIsSentTooMuchIsMadeUpFor() {
        Throttle throttle = new Throttle(terms(1000, 0));
        throttle.allowed(TURN, Limits.NONE, 0);
        throttle.spend(2000);
        assertThat(throttle.allowed(TURN, Limits.NONE, SECOND)).isZero();
        assertThat(throttle.nanosUntilAllowed()).isBetween(SECOND, 2 * SECOND);
    }

    @Test
    void theLimitSetsInAfterTheBurst() {
        Throttle throttle = new Throttle(terms(1000, 50_000));
        assertThat(throttle.allowed(TURN, Limits.NONE, 0)).isEqualTo(50_000);
        throttle.spend(50_000);
        assertThat(throttle.allowed(TURN, Limits.NONE, 0)).isLessThanOrEqualTo(200);
    }

    @Test
    void theLimitOfTheDownloadWinsOverThatOfAll() {
        Limits all = Limits.NONE.withDownloadBytesPerSecond(500, 7);
        assertThat(new Throttle(Terms.NONE).bytesPerSecond(all)).isEqualTo(500);
        assertThat(new Throttle(terms(2000, 0)).bytesPerSecond(all)).isEqualTo(2000);
        Throttle changed = new Throttle(terms(2000, 0));
        changed.setRate(0);
        assertThat(changed.bytesPerSecond(all)).as("lifted by somebody").isZero();
    }

    @Test
    void whatIsShorterThanTheBurstIsNotLimited() {
        assertThat(Throttle.limits(terms(1000, 50), Limits.NONE, 50)).isFalse();
        assertThat(Throttle.limits(terms(1000, 50), Limits.NONE, 51)).isTrue();
        assertThat(Throttle.limits(Terms.NONE, Limits.NONE, Long.MAX_VALUE)).isFalse();
    }

    private static Terms terms(long bytesPerSecond, long limitAfter) {
        return Terms.NONE.withRate(bytesPerSecond, limitAfter);
    }

    private static long sentWithin(long nanos, Throttle throttle, long nanosLate) {
        long start = Long.MAX_VALUE - SECOND; // it overflows on the way
        long now = start;
        long sent = 0;
        while (now - start < nanos) {
            long allowed = throttle.allowed(TURN, Limits.NONE, now);
            throttle.spend(allowed);
            sent += allowed;
            now += allowed == 0 ? throttle.nanosUntilAllowed() + nanosLate : 0;
        }
        return sent;
    }
}
