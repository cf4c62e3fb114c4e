/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.source;

import dev.spillway.client.http.HttpAnswer;
import java.io.IOException;
import java.time.Duration;

/** Content of an answer, cut at the end of the range whatever the server sends. */
final class HttpRangeStream implements RangeStream {
    private final String server;
    private final HttpAnswer answer;
    private final FileFacts facts;
    private final long end;
    private long left;

    HttpRangeStream(String server, HttpAnswer answer, FileFacts facts, long end, long length) {
        this.server = server;
        this.answer = answer;
        this.facts = facts;
        this.end = end;
        this.left = length;
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
        return answer.responseTime();
    }

    @Override
    public boolean isDelimited() {
        return answer.body().isDelimited();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws SourceException {
        if (left == 0) {
            return -1;
        }
        try {
            int read = answer.body().read(target, offset, (int) Math.min(length, left));
            if (read < 0 && end != Long.MAX_VALUE) {
                throw new IOException("the content ended " + left + " bytes too early");
            }
            left -= Math.max(read, 0);
            return read;
        } catch (IOException e) {
            throw HttpFaults.of(server, e);
        }
    }

    @Override
    public void abort() {
        answer.abort();
    }

    @Override
    public void close() {
        answer.close();
    }
}
