/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.order.Timers.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The heap of deadlines; {@link TimersRandomTest} compares it with a list over many thousand steps. */
class TimersTest {
    private final Timers timers = new Timers();
    private final List<String> fired = new ArrayList<>();

    @Test
    void withoutTimersThereIsNothingToWaitFor() {
        assertThat(timers.untilNextNanos(0)).isEqualTo(Long.MAX_VALUE);
        timers.fire(Long.MAX_VALUE);
        assertThat(fired).isEmpty();
    }

    @Test
    void firesInTheOrderOfDeadlinesAndNotOfArming() {
        arm("c", 30);
        arm("a", 10);
        arm("d", 40);
        arm("b", 20);
        timers.fire(100);
        assertThat(fired).containsExactly("a", "b", "c", "d");
        assertThat(timers.untilNextNanos(100)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void firesAtTheDeadlineAndNotBefore() {
        arm("a", 10);
        timers.fire(9);
        assertThat(fired).isEmpty();
        timers.fire(10);
        assertThat(fired).containsExactly("a");
        timers.fire(11);
        assertThat(fired).containsExactly("a");
    }

    @Test
    void tellsTheTimeUntilTheNextDeadline() {
        arm("b", 20);
        arm("a", 10);
        assertThat(timers.untilNextNanos(3)).isEqualTo(7);
        assertThat(timers.untilNextNanos(10)).isZero();
        assertThat(timers.untilNextNanos(15)).isZero();
        timers.fire(15);
        assertThat(timers.untilNextNanos(15)).isEqualTo(5);
    }

    @Test
    void armingAgainMovesTheDeadlineBothWays() {
        Timer a = arm("a", 10);
        Timer b = arm("b", 20);
        timers.arm(a, 30);
        assertThat(timers.untilNextNanos(0)).isEqualTo(20);
        timers.arm(b, 40);
        timers.arm(b, 5);
        timers.fire(50);
        assertThat(fired).containsExactly("b", "a");
    }

    @Test
    void aTimerCanBeArmedAgainAfterItFired() {
        Timer a = arm("a", 10);
        timers.fire(10);
        timers.arm(a, 20);
        timers.fire(19);
        timers.fire(20);
        assertThat(fired).containsExactly("a", "a");
    }

    @Test
    void disarmingIsAllowedAtAnyTime() {
        Timer never = timer("never");
        timers.disarm(never);
        Timer a = arm("a", 10);
        timers.disarm(a);
        timers.disarm(a);
        assertThat(timers.untilNextNanos(0)).isEqualTo(Long.MAX_VALUE);
        Timer b = arm("b", 10);
        timers.fire(10);
        timers.disarm(b);
        assertThat(fired).containsExactly("b");
    }

    /** Whichever of them goes, the others keep their order: each place of the heap is taken away once. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 31, 32, 62, 63, 64, 98, 99})
    void disarmingFromTheMiddleKeepsTheOthersInOrder(int removed) {
        List<Timer> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int deadline = i * 37 % 100;
            all.add(arm(String.valueOf(deadline), deadline));
        }
        timers.disarm(all.get(removed));
        timers.fire(100);
        int gone = removed * 37 % 100;
        assertThat(fired)
                .containsExactlyElementsOf(IntStream.range(0, 100)
                        .filter(deadline -> deadline != gone)
                        .mapToObj(String::valueOf)
                        .toList());
    }

    @Test
    void keepsTheOrderWhenNanoTimeOverflows() {
        long now = Long.MAX_VALUE - 5;
        arm("after", now + 20);
        arm("before", now + 3);
        arm("at", now + 6);
        assertThat(timers.untilNextNanos(now)).isEqualTo(3);
        timers.fire(now + 4);
        assertThat(fired).containsExactly("before");
        assertThat(timers.untilNextNanos(now + 4)).isEqualTo(2);
        timers.fire(now + 6);
        timers.fire(now + 19);
        assertThat(fired).containsExactly("before", "at");
        timers.fire(now + 20);
        assertThat(fired).containsExactly("before", "at", "after");
    }

    @Test
    void anActionMayArmItselfAndOthers() {
        Timer other = timer("other");
        Timer[] self = new Timer[1];
        self[0] = new Timer(() -> {
            fired.add("self");
            if (fired.size() == 1) {
                timers.arm(other, 15);
                timers.arm(self[0], 30);
            }
        });
        timers.arm(self[0], 10);
        timers.fire(20);
        assertThat(fired).as("what is due by now fires in the same round").containsExactly("self", "other");
        assertThat(timers.untilNextNanos(20)).isEqualTo(10);
        timers.fire(29);
        assertThat(fired).hasSize(2);
        timers.fire(30);
        assertThat(fired).containsExactly("self", "other", "self");
    }

    @Test
    void anActionMayDisarmOthersThatAreDue() {
        Timer b = timer("b");
        Timer c = timer("c");
        timers.arm(
                new Timer(() -> {
                    fired.add("a");
                    timers.disarm(b);
                    timers.arm(c, 50);
                }),
                10);
        timers.arm(b, 11);
        timers.arm(c, 12);
        timers.fire(20);
        assertThat(fired).containsExactly("a");
        timers.fire(50);
        assertThat(fired).containsExactly("a", "c");
    }

    @Test
    void aFailingActionTakesOnlyItselfAway() {
        timers.arm(
                new Timer(() -> {
                    throw new IllegalStateException("on purpose");
                }),
                10);
        arm("b", 11);
        try {
            timers.fire(20);
        } catch (IllegalStateException e) {
            fired.add(e.getMessage());
        }
        timers.fire(20);
        assertThat(fired).containsExactly("on purpose", "b");
    }

    private Timer arm(String name, long deadline) {
        Timer timer = timer(name);
        timers.arm(timer, deadline);
        return timer;
    }

    private Timer timer(String name) {
        return new Timer(() -> fired.add(name));
    }
}
