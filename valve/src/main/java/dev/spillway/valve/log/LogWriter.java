/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;

/**
 * Brings entries from the queue to the file: the body of the one thread that may wait for a disk. While the file can't
 * be written, entries stay in the queue as long as there is room, and the file is tried again every second.
 */
final class LogWriter implements Runnable {
    private static final Log log = LogFactory.getLog(LogWriter.class);
    private static final StringManager sm = StringManager.getManager(LogWriter.class);

    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long IDLE_NANOS = Duration.ofSeconds(10).toNanos();

    /** Between two looks at the clock; else under load nothing would be flushed before the buffer is full. */
    private static final int LINES_PER_ROUND = 1_000;

    private final LineQueue queue;
    private final LineFormat format;
    private final LineSink sink;
    private final long flushNanos;
    private final LossReport lossReport;
    private String held;
    private boolean isDirty;
    private long dirtySinceNanos;
    private boolean isFailing;
    private long stopDeadlineNanos;
    private volatile boolean isStopping;

    LogWriter(LineQueue queue, LineFormat format, LineSink sink, Duration flushInterval) {
        this.queue = queue;
        this.format = format;
        this.sink = sink;
        flushNanos = flushInterval.toNanos();
        lossReport = new LossReport(queue, sink);
    }

    @Override
    public void run() {
        while (!isStopping) {
            pause(round(System.nanoTime()));
        }
        finish();
    }

    /** Makes {@link #run} write what is queued, for no longer than {@code limit}, and return. */
    void stop(Duration limit) {
        stopDeadlineNanos = System.nanoTime() + limit.toNanos();
        isStopping = true;
    }

    /**
     * Writes what is queued, and flushes if it is time.
     *
     * @param now {@link System#nanoTime()}
     * @return nanoseconds after which the next round is due, even if no entry comes before
     */
    long round(long now) {
        long pauseNanos = RETRY_NANOS;
        try {
            write(now);
            pauseNanos = !queue.isEmpty() ? 0 : isDirty ? dirtySinceNanos + flushNanos - now : IDLE_NANOS;
        } catch (IOException e) {
            onFailure(e);
        } catch (RuntimeException | Error e) {
            dropHeld(e);
        }
        lossReport.report(now);
        return pauseNanos;
    }

    private void write(long now) throws IOException {
        if (isFailing) {
            sink.flush();
        }
        for (int i = 0; i < LINES_PER_ROUND && next(); i++) {
            sink.append(held);
            held = null;
            if (!isDirty) {
                isDirty = true;
                dirtySinceNanos = now;
            }
        }
        if (isDirty && (isFailing || now - dirtySinceNanos >= flushNanos)) {
            sink.flush();
            isDirty = false;
        }
        if (isFailing) {
            isFailing = false;
            log.info(sm.getString("logWriter.resumed", sink, queue.lost()));
        }
    }

    /** Whether there is a line to be written; it stays held until the sink has it. */
    private boolean next() {
        if (held == null) {
            LogEntry entry = queue.poll();
            held = entry == null ? null : format.line(entry);
        }
        return held != null;
    }

    /** One line for the administrator when it begins, not one for every download. */
    private void onFailure(IOException e) {
        if (!isFailing) {
            isFailing = true;
            log.error(sm.getString("logWriter.failed", sink, e));
        }
    }

    /** A line that makes us fail must not be tried for ever. */
    private void dropHeld(Throwable e) {
        held = null;
        queue.addLost(1);
        log.error(sm.getString("logWriter.lineFailed", sink), e);
    }

    /** Waits, but not while there are entries that can be written. */
    private void pause(long nanos) {
        long endNanos = System.nanoTime() + nanos;
        while (!isStopping && (isFailing || queue.isEmpty())) {
            long left = endNanos - System.nanoTime();
            if (left <= 0) {
                return;
            }
            LockSupport.parkNanos(this, left);
        }
    }

    private void finish() {
        try {
            while (System.nanoTime() - stopDeadlineNanos < 0 && next()) {
                sink.append(held);
                held = null;
            }
            sink.flush();
        } catch (IOException e) {
            onFailure(e);
        } catch (RuntimeException | Error e) {
            dropHeld(e);
        }
        queue.addLost(queue.size() + sink.pendingLines() + (held == null ? 0 : 1));
        sink.close();
        lossReport.reportAll();
    }
}
