/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts those who are inside, and lets a stop close the door and wait until everybody has left. */
final class Occupancy {
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
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        long leftNanos = timeout.toNanos();
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
