/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import java.util.Arrays;

/**
 * The deadlines of one loop: a binary heap whose entries know their place, so that arming, moving and disarming cost
 * O(log n) and an ended download leaves nothing behind. Owned by the thread of the loop.
 */
final class Timers {
    /** One deadline, to be reused by its owner. Armed in at most one heap. */
    static final class Timer {
        private static final int DISARMED = -1;

        private final Runnable action;
        private long deadlineNanos;
        private int index = DISARMED;

        /** @param action run by {@link Timers#fire} once the deadline has passed; the timer is disarmed then */
        Timer(Runnable action) {
            this.action = action;
        }
    }

    private Timer[] heap = new Timer[64];
    private int size;

    /** Sets the deadline of a timer, armed or not, in terms of {@link System#nanoTime}. */
    void arm(Timer timer, long deadlineNanos) {
        timer.deadlineNanos = deadlineNanos;
        if (timer.index == Timer.DISARMED) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            place(timer, size++);
        }
        siftUp(timer.index);
        siftDown(timer.index);
    }

    void disarm(Timer timer) {
        int index = timer.index;
        if (index == Timer.DISARMED) {
            return;
        }
        timer.index = Timer.DISARMED;
        Timer last = heap[--size];
        heap[size] = null;
        if (last != timer) {
            place(last, index);
            siftUp(index);
            siftDown(last.index);
        }
    }

    /** Runs the actions of all timers whose deadline has passed. */
    void fire(long nowNanos) {
        while (size > 0 && heap[0].deadlineNanos - nowNanos <= 0) {
            Timer timer = heap[0];
            disarm(timer);
            timer.action.run();
        }
    }

    /** Nanoseconds until the next deadline, 0 if it has passed, {@link Long#MAX_VALUE} if there is none. */
    long untilNextNanos(long nowNanos) {
        return size == 0 ? Long.MAX_VALUE : Math.max(0, heap[0].deadlineNanos - nowNanos);
    }

    private void siftUp(int from) {
        int index = from;
        while (index > 0 && isBefore(index, (index - 1) / 2)) {
            swap(index, (index - 1) / 2);
            index = (index - 1) / 2;
        }
    }

    private void siftDown(int from) {
        int index = from;
        while (true) {
            int child = 2 * index + 1;
            if (child + 1 < size && isBefore(child + 1, child)) {
                child++;
            }
            if (child >= size || !isBefore(child, index)) {
                return;
            }
            swap(index, child);
            index = child;
        }
    }

    /** Compares by difference, as the values of {@link System#nanoTime} may overflow. */
    private boolean isBefore(int a, int b) {
        return heap[a].deadlineNanos - heap[b].deadlineNanos < 0;
    }

    private void swap(int a, int b) {
        Timer timer = heap[a];
        place(heap[b], a);
        place(timer, b);
    }

    private void place(Timer timer, int index) {
        heap[index] = timer;
        timer.index = index;
    }
}
