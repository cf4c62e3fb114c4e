/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import dev.spillway.manager.api.TransferEnd;
import dev.spillway.process.client.LoggedListener;
import dev.spillway.process.log.LineTemplate;
import java.time.Duration;
import java.util.Optional;

/**
 * A download whose line is still to be written: Tomcat's access log may leave the request out by now, so this is the only
 * place where it can be found.
 */
public final class LoggedDownload {
    /** One of no log. */
    static final LoggedDownload NOT_LOGGED = new LoggedDownload(null, null, 0);

    private final DownloadLog log;
    private final DownloadRecord record;
    private final long startNanos;

    LoggedDownload(DownloadLog log, DownloadRecord record, long startNanos) {
        this.log = log;
        this.record = record;
        this.startNanos = startNanos;
    }

    /**
     * The download begins.
     *
     * @param headBytes length of the head, which is not counted as sent
     * @return to be told of the end, on any thread; it writes the line, and never blocks
     */
    public LoggedListener begun(long headBytes) {
        return new Line(log, log == null ? null : record.handedOver(elapsed(), headBytes));
    }

    /** A line whose end is still to come. */
    private record Line(DownloadLog log, DownloadRecord record) implements LoggedListener {
        @Override
        public Optional<LineTemplate> line() {
            return log == null ? Optional.empty() : Optional.of(log.template(record));
        }

        @Override
        public void ended(TransferEnd end) {
            if (log != null) {
                log.log(record, end);
            }
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - startNanos));
    }
}
