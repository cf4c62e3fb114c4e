/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.pull;

import dev.spillway.client.http.Body;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.IntConsumer;

/** The body of an answer as a stream, which is left open. */
public final class BodyStream extends InputStream {
    private final Body body;
    private final IntConsumer seen;

    public BodyStream(Body body) {
        this(body, count -> {});
    }

    /**
     * A stream that is watched.
     *
     * @param seen told of every number of bytes that has come
     */
    BodyStream(Body body, IntConsumer seen) {
        this.body = body;
        this.seen = seen;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        int read = count == 0 ? 0 : body.read(bytes, offset, count);
        if (read > 0) {
            seen.accept(read);
        }
        return read;
    }
}
