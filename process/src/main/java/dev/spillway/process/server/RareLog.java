/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Logs what others may cause as often as they like, but no more than once in a second. */
final class RareLog {
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Logger log;
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicLong suppressed = new AtomicLong();

    RareLog(Logger log) {
        this.log = log;
    }

    void log(Level level, String message) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + PERIOD_NANOS)) {
            suppressed.incrementAndGet();
            return;
        }
        long before = suppressed.getAndSet(0);
        log.log(level, before == 0 ? message : message + " (and " + before + " more of the kind before)");
    }
}
