/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.TransferEnd;
import dev.spillway.process.client.LogOpener;
import dev.spillway.process.log.LineTemplate;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;

/**
 * The log of downloads, with one line for each, written when it has really ended. Safe for use by any thread.
 *
 * <p>The ends of downloads are told on loop threads, each of which has thousands of other clients to serve, so a line is
 * only put into a queue there, and one thread writes them. A queue without bound would fill the memory when the disk is
 * full, and one that lets the loops wait would stop all downloads because of a log. So when the queue is full lines are
 * lost; they are counted, in {@link #lostLines()}, and told of in Tomcat's log.
 */
public final class DownloadLog implements LogOpener {
    /**
     * Attribute of every request whose answer was taken off Tomcat, for {@code conditionUnless} and {@code conditionIf} of
     * Tomcat's {@code AccessLogValve}.
     */
    public static final String OFFLOADED_ATTRIBUTE = "dev.spillway.offloaded";

    private static final Log log = LogFactory.getLog(DownloadLog.class);
    private static final StringManager sm = StringManager.getManager(DownloadLog.class);

    /** About a second of the shortest downloads; with heads of the greatest length that is usual, 64 MiB. */
    private static final int QUEUE_LINES = 8 << 10;

    private static final Duration STOP_GRACE = Duration.ofSeconds(1);

    private final LogSettings settings;
    private final LineFormat format;
    private final LineQueue queue;
    private final LogWriter writer;
    private final Thread thread;
    private final AtomicReference<Runnable> onNewFile;
    private volatile boolean isStopped;

    private DownloadLog(
            LogSettings settings, LineFormat format, LineSink sink, int capacity, AtomicReference<Runnable> onNewFile) {
        this.settings = settings;
        this.format = format;
        this.onNewFile = onNewFile;
        queue = new LineQueue(capacity);
        writer = new LogWriter(queue, format, sink, settings.flushInterval());
        thread = new Thread(null, writer, "spillway-log", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(DownloadLog.class.getClassLoader());
    }

    /** Begins a log. Problems with its files are no error here: they may go away, and downloads don't depend on them. */
    public static DownloadLog start(LogSettings settings) {
        Clock clock = Clock.system(ZoneId.systemDefault());
        AtomicReference<Runnable> onNewFile = new AtomicReference<>(() -> {});
        LogFile file = new LogFile(settings, clock, () -> onNewFile.get().run());
        return start(settings, file, clock, QUEUE_LINES, onNewFile);
    }

    /** Begins a log with a sink, a clock and a length of the queue of one's own. */
    static DownloadLog start(LogSettings settings, LineSink sink, Clock clock, int capacity) {
        return start(settings, sink, clock, capacity, new AtomicReference<>());
    }

    private static DownloadLog start(
            LogSettings settings, LineSink sink, Clock clock, int capacity, AtomicReference<Runnable> onNewFile) {
        LineFormat format = settings.form().format(clock.getZone());
        DownloadLog started = new DownloadLog(settings, format, sink, capacity, onNewFile);
        if (!started.isOff()) {
            started.thread.start();
        }
        return started;
    }

    /**
     * Takes note of a download that is about to be taken off Tomcat, on the worker thread of its request and after the
     * status of the answer is set, and marks the request with {@link #OFFLOADED_ATTRIBUTE}. From then on nothing of the
     * request is used.
     *
     * @param file the file that the body is taken from
     * @param body what will be sent behind the head
     * @param startNanos {@link System#nanoTime()} when the request began
     */
    public LoggedDownload note(
            Request request, Response response, SourceFile file, List<Segment> body, long startNanos) {
        request.setAttribute(OFFLOADED_ATTRIBUTE, true);
        if (isOff()) {
            return LoggedDownload.NOT_LOGGED;
        }
        boolean requestAttributesEnabled = settings.requestAttributesEnabled();
        return new LoggedDownload(
                this,
                DownloadRecord.of(request, response, file, body, startNanos, requestAttributesEnabled),
                startNanos);
    }

    /** The line of a download that has begun, for somebody else to end it. */
    LineTemplate template(DownloadRecord record) {
        return new LineTemplate(
                format.template(record),
                record.status(),
                record.headBytes(),
                record.bodyBytes(),
                record.untilHandOver());
    }

    /** Logs the end of a download. Never blocks; after {@link #stop} the line goes to Tomcat's log instead. */
    void log(DownloadRecord record, TransferEnd end) {
        if (isOff()) {
            return;
        }
        LogEntry entry = LogEntry.of(record, end);
        if (isStopped) {
            log.warn(sm.getString("downloadLog.late", format.line(entry).strip()));
            return;
        }
        queue.offer(entry);
        LockSupport.unpark(thread);
    }

    /**
     * Opens the file that lines go to now, for somebody who has to write lines when this JVM can't any more.
     *
     * @return the file, open for appending; nothing if there is no log
     * @throws IOException if that is not possible now
     */
    @Override
    public Optional<FileChannel> open() throws IOException {
        return isOff()
                ? Optional.empty()
                : Optional.of(LogFile.openCurrent(settings, Clock.system(ZoneId.systemDefault())));
    }

    @Override
    public void whenNew(Runnable listener) {
        onNewFile.set(listener);
    }

    /** Number of lines that will never be written, since the start: the queue was full, or the file failed to the end. */
    public long lostLines() {
        return queue.lost();
    }

    /** Number of lines that wait for the writer. */
    public int queuedLines() {
        return queue.size();
    }

    /**
     * Writes what is queued and closes the file. To be called once no download can end any more.
     *
     * @param limit the longest time to spend on it; what is not written by then is lost, and told of
     */
    public void stop(Duration limit) {
        if (isOff()) {
            return;
        }
        isStopped = true;
        writer.stop(limit);
        LockSupport.unpark(thread);
        try {
            thread.join(limit.plus(STOP_GRACE).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            log.warn(sm.getString("downloadLog.stopTimedOut", limit.toMillis(), queue.size()));
        }
    }

    private boolean isOff() {
        return settings.form() == LogForm.OFF;
    }
}
