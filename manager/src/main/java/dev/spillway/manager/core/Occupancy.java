/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts those who are inside, and lets a stop close the door and wait until everybody has left. */
final class Occupancy {
    /** Longer than anybody waits, and short enough to be counted in nanoseconds. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    private int inside;
    private boolean isClosed;

    /** Lets one more in; returns false if the door is closed. */
    synchronized boolean enter() {
        if (!isClosed) {
            inside++;
        }
        return !isClosed;
    }

    synchronized void leave() {
        if (--inside == 0) {
            notifyAll();
        }
    }

    /** Lets nobody in any more. */
    synchronized void close() {
        isClosed = true;
    }

    /** Waits until everybody has left or the time is over; returns false if the thread was interrupted. */
    synchronized boolean closeAndAwaitEmpty(Duration timeout) {
        close();
        long leftNanos = timeout.compareTo(LONGEST_WAIT) < 0 ? timeout.toNanos() : LONGEST_WAIT.toNanos();
        long deadlineNanos = System.nanoTime() + leftNanos;
        try {
            while (inside > 0 && leftNanos > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
                leftNanos = deadlineNanos - System.nanoTime();
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
