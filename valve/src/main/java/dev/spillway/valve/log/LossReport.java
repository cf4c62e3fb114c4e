/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import java.time.Duration;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;

/** Says in Tomcat's log that lines were lost: at once the first time, then once in a minute, and at the end. */
final class LossReport {
    private static final Log log = LogFactory.getLog(LossReport.class);
    private static final StringManager sm = StringManager.getManager(LossReport.class);
    private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private final LineQueue queue;
    private final LineSink sink;
    private long reported;
    private long reportedNanos;

    LossReport(LineQueue queue, LineSink sink) {
        this.queue = queue;
        this.sink = sink;
    }

    /**
     * Reports what was lost since the last time, if it is time to.
     *
     * @param now {@link System#nanoTime()}
     */
    void report(long now) {
        if (reported == 0 || now - reportedNanos >= INTERVAL_NANOS) {
            reportAll();
            reportedNanos = now;
        }
    }

    /** Reports what was lost since the last time. */
    void reportAll() {
        long lost = queue.lost();
        if (lost > reported) {
            log.warn(sm.getString("lossReport.lost", lost - reported, sink, lost));
            reported = lost;
        }
    }
}
