/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.dial;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes something if a step has not ended in time. A timeout on each read is not enough: a peer that sends a byte now and then keeps to it for ever.
 */
public final class Deadline implements AutoCloseable {
    private static final int TICK_SECONDS = 1;
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final ScheduledFuture<?> alarm;
    private volatile boolean expired;

    private Deadline(AutoCloseable closed, Duration longest) {
        alarm = TIMER.schedule(() -> expire(closed), longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "spillway-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        // The thread wakes whenever the next task to come changes. As long as this one is the next, it need not for
        // every step that begins and ends.
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(() -> {}, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
        return timer;
    }

    /**
     * Begins the step.
     *
     * @param closed is closed when the time is up; its close must not block
     */
    public static Deadline closing(AutoCloseable closed, Duration longest) {
        return new Deadline(closed, longest);
    }

    private void expire(AutoCloseable closed) {
        expired = true;
        try {
            closed.close();
        } catch (Exception e) {
            // The step fails by itself when its socket is gone; there is nobody else to tell.
        }
    }

    /** Whether the time was up before the step ended. */
    public boolean expired() {
        return expired;
    }

    /** The step has ended. */
    @Override
    public void close() {
        alarm.cancel(false);
    }
}
