/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.source;

import dev.spillway.client.api.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.commons.net.ftp.FTPClient;

/** Data connection of an FTP transfer, cut at the end of the range: FTP itself can only send up to the end of the file. */
final class FtpRangeStream implements RangeStream {
    private final FtpSource source;
    private final FTPClient client;
    private final InputStream in;
    private final FileFacts facts;
    private final long end;
    private final Duration responseTime;
    private long left;
    private boolean aborted;
    private boolean closed;

    FtpRangeStream(
            FtpSource source,
            FTPClient client,
            InputStream in,
            FileFacts facts,
            long first,
            long end,
            long responseNanos) {
        this.source = source;
        this.client = client;
        this.in = in;
        this.facts = facts;
        this.end = end;
        this.left = end - first;
        this.responseTime = Duration.ofNanos(responseNanos);
    }

    @Override
    public FileFacts facts() {
        return facts;
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public Duration responseTime() {
        return responseTime;
    }

    @Override
    public boolean isDelimited() {
        return true;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws SourceException {
        if (left == 0) {
            return -1;
        }
        try {
            int read = in.read(target, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new IOException("the transfer ended " + left + " bytes too early");
            }
            left -= read;
            return read;
        } catch (IOException e) {
            throw new SourceException(Failure.NETWORK, source.server() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void abort() {
        aborted = true;
        FtpSource.disconnect(client);
    }

    /** A second call is without effect: there would be no second reply to wait for. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        boolean clean = false;
        try {
            in.close();
            synchronized (this) {
                // After a cut the reply is a refusal, but the control connection is in order.
                clean = left == 0 && !aborted && (client.completePendingCommand() || client.isConnected());
            }
        } catch (IOException e) {
            // The control connection is not worth keeping, then.
        }
        if (clean) {
            source.giveBack(client);
        } else {
            FtpSource.disconnect(client);
        }
    }
}
