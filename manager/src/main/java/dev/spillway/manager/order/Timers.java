/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.order;

/** The deadlines of one loop, each armed, moved and disarmed in O(log n). Owned by the thread of the loop. */
public final class Timers {
    /** One deadline, to be reused by its owner. Armed in at most one loop. */
    public static final class Timer extends Heap.Entry<Timer> {
        private final Runnable action;
        private long deadlineNanos;

        /** @param action run by {@link Timers#fire} once the deadline has passed; the timer is disarmed then */
        public Timer(Runnable action) {
            this.action = action;
        }

        /** Compares by difference, as the values of {@link System#nanoTime} may overflow. */
        @Override
        boolean isBefore(Timer other) {
            return deadlineNanos - other.deadlineNanos < 0;
        }
    }

    /** The most that {@link #armAbout} puts off: some hundredths of what a limited download waits for its next bytes. */
    private static final long MOST_SLACK_NANOS = 1L << 23;

    private final Heap<Timer> heap = new Heap<>();

    /** Sets the deadline of a timer, armed or not, in terms of {@link System#nanoTime}. */
    public void arm(Timer timer, long deadlineNanos) {
        timer.deadlineNanos = deadlineNanos;
        heap.put(timer);
    }

    /**
     * Sets a deadline that may be late by a sixteenth of the wait, 8 ms at most: such deadlines are put off to common
     * moments, so that a thread is woken for many of them at once.
     */
    public void armAbout(Timer timer, long sinceNanos, long waitNanos) {
        long slack = Math.min(MOST_SLACK_NANOS, Long.highestOneBit(Math.max(1, waitNanos >> 4)));
        arm(timer, (sinceNanos + waitNanos + slack - 1) & -slack);
    }

    public boolean isArmed(Timer timer) {
        return timer.isInHeap();
    }

    public void disarm(Timer timer) {
        heap.remove(timer);
    }

    /** Runs the actions of all timers whose deadline has passed. */
    public void fire(long nowNanos) {
        Timer timer = heap.first();
        while (timer != null && timer.deadlineNanos - nowNanos <= 0) {
            heap.remove(timer);
            timer.action.run();
            timer = heap.first();
        }
    }

    /** Nanoseconds until the next deadline, 0 if it has passed, {@link Long#MAX_VALUE} if there is none. */
    public long untilNextNanos(long nowNanos) {
        Timer next = heap.first();
        return next == null ? Long.MAX_VALUE : Math.max(0, next.deadlineNanos - nowNanos);
    }
}
