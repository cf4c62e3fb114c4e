/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.order.Timers.Timer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Does to the heap and to a slow map the same things at random, across the overflow of the clock, and compares. */
class TimersRandomTest {
    private static final int STEPS = 20_000;
    private static final int MAX_TIMERS = 300;

    private final Timers timers = new Timers();
    private final List<Timer> all = new ArrayList<>();
    private final Map<Timer, Long> reference = new HashMap<>();
    private final List<Timer> killers = new ArrayList<>();
    private final List<Timer> fired = new ArrayList<>();
    private long now = Long.MAX_VALUE - 50_000;

    /** The seed is in the name of the case, so that a failure can be had again. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20261120, 8746})
    void behavesAsTheSlowReferenceDoes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < MAX_TIMERS; i++) {
            addTimer(random.nextInt(10) == 0);
        }
        int firedInAll = 0;
        for (int step = 0; step < STEPS; step++) {
            Timer timer = all.get(random.nextInt(MAX_TIMERS));
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    long deadline = now + random.nextInt(2_000) - 100;
                    timers.arm(timer, deadline);
                    reference.put(timer, deadline);
                }
                case 2 -> {
                    timers.disarm(timer);
                    reference.remove(timer);
                }
                default -> firedInAll += fire(random.nextInt(60));
            }
            assertThat(timers.untilNextNanos(now)).as("step %s", step).isEqualTo(referenceUntilNext());
        }
        assertThat(firedInAll).as("steps that matter").isGreaterThan(STEPS / 10);
        assertThat(now).as("the clock has overflowed").isNegative();
    }

    /** Some timers disarm their neighbour when they fire, in both worlds. */
    private void addTimer(boolean isKiller) {
        int index = all.size();
        Timer[] self = new Timer[1];
        self[0] = new Timer(() -> {
            fired.add(self[0]);
            if (isKiller) {
                timers.disarm(all.get((index + 1) % MAX_TIMERS));
            }
        });
        all.add(self[0]);
        if (isKiller) {
            killers.add(self[0]);
        }
    }

    private int fire(int nanos) {
        now += nanos;
        fired.clear();
        timers.fire(now);
        for (Timer timer : fired) {
            Long deadline = reference.remove(timer);
            assertThat(deadline).as("only what is armed fires").isNotNull();
            assertThat(deadline - now).as("not too early").isLessThanOrEqualTo(0);
            assertThat(reference.values().stream().allMatch(other -> other - deadline >= 0))
                    .as("nothing that is left was due before")
                    .isTrue();
            if (killers.contains(timer)) {
                reference.remove(all.get((all.indexOf(timer) + 1) % MAX_TIMERS));
            }
        }
        return fired.size();
    }

    private long referenceUntilNext() {
        return reference.values().stream()
                .map(deadline -> Math.max(0, deadline - now))
                .min(Comparator.naturalOrder())
                .orElse(Long.MAX_VALUE);
    }
}
