/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The figures of one manager, counted where things happen and summed up where they are asked for. */
final class Counters {
    final LongAdder bytesSent = new LongAdder();
    final LongAdder total = new LongAdder();
    final LongAdder refused = new LongAdder();

    /** Bytes that downloads which were handed over have still to send. */
    final LongAdder outstanding = new LongAdder();

    final AtomicInteger queued = new AtomicInteger();
    final AtomicInteger active = new AtomicInteger();
    final AtomicInteger lingering = new AtomicInteger();
    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);

    Counters() {
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new LongAdder());
        }
    }

    void ended(Outcome outcome) {
        outcomes.get(outcome).increment();
    }

    Map<Outcome, Long> outcomes() {
        Map<Outcome, Long> sums = new EnumMap<>(Outcome.class);
        outcomes.forEach((outcome, count) -> sums.put(outcome, count.sum()));
        return sums;
    }
}
