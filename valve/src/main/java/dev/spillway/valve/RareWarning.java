/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.juli.logging.Log;

/** Logs a warning that every request may cause, but no more often than once a minute. */
final class RareWarning {
    private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Log log;
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    RareWarning(Log log) {
        this.log = log;
    }

    void warn(String message) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + PERIOD_NANOS)) {
            log.warn(message);
        }
    }
}
