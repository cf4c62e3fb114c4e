/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import dev.spillway.manager.api.TransferListener;
import java.time.Duration;

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
    public TransferListener begun(long headBytes) {
        if (log == null) {
            return TransferListener.NONE;
        }
        DownloadRecord handedOver = record.handedOver(elapsed(), headBytes);
        return end -> log.log(handedOver, end);
    }

    private Duration elapsed() {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - startNanos));
    }
}
