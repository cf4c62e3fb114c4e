/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/**
 * Wakes thousands of clients at their times without a sorted structure: a ring of slots of 2 ms each. A time further away
 * than the ring is long goes round again. For one thread.
 */
final class TimerWheel {
    /** How late an action may be, in milliseconds. */
    static final int SLOT_MILLIS = 2;

    private static final long SLOT_NANOS = SLOT_MILLIS * 1_000_000L;
    private static final int SLOTS = 1024;

    private record Entry(Runnable action, long atNanos) {}

    private final List<List<Entry>> slots = new ArrayList<>(SLOTS);
    private long current;
    private int size;

    TimerWheel(long nowNanos) {
        current = nowNanos / SLOT_NANOS;
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new ArrayList<>());
        }
    }

    /** Runs the action once, in the slot after the time or some slots later if the thread is late. */
    void schedule(Runnable action, long atNanos) {
        long slot = Math.max(current + 1, Math.min(current + SLOTS - 1, atNanos / SLOT_NANOS + 1));
        slots.get((int) (slot % SLOTS)).add(new Entry(action, atNanos));
        size++;
    }

    /** Runs all that is due. */
    void advance(long nowNanos) {
        long now = nowNanos / SLOT_NANOS;
        while (current < now) {
            current++;
            int index = (int) (current % SLOTS);
            List<Entry> due = slots.get(index);
            if (!due.isEmpty()) {
                slots.set(index, new ArrayList<>());
                size -= due.size();
                due.forEach(entry -> runOrWait(entry, nowNanos));
            }
        }
    }

    private void runOrWait(Entry entry, long nowNanos) {
        if (entry.atNanos() <= nowNanos) {
            entry.action().run();
        } else {
            schedule(entry.action(), entry.atNanos());
        }
    }

    boolean isEmpty() {
        return size == 0;
    }
}
