/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.http;

import dev.spillway.client.digest.Checksum;
import dev.spillway.client.pool.Lease;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** An answer whose head was read; its content follows from {@link #body}. Holds the connection until it is closed. */
public final class HttpAnswer implements AutoCloseable {
    private static final int WORTH_DRAINING_BYTES = 32 * 1024;

    private final URI uri;
    private final ResponseHead head;
    private final Body body;
    private final Lease lease;
    private final Duration responseTime;

    HttpAnswer(URI uri, ResponseHead head, Body body, Lease lease, Duration responseTime) {
        this.uri = uri;
        this.head = head;
        this.body = body;
        this.lease = lease;
        this.responseTime = responseTime;
    }

    /** The URL that answered, after all redirects. */
    public URI uri() {
        return uri;
    }

    public int status() {
        return head.status();
    }

    public Headers headers() {
        return head.headers();
    }

    public Body body() {
        return body;
    }

    /** From sending the request to the end of the head. */
    public Duration responseTime() {
        return responseTime;
    }

    public Validators validators() {
        return Validators.of(head.headers());
    }

    /** Strongest checksum of the whole file that the server states. */
    public Optional<Checksum> digest() {
        return DigestFields.strongest(head.headers());
    }

    public LinkFields links() {
        return LinkFields.of(head.headers(), uri);
    }

    /** File name that the server proposes; not safe to use as it is. */
    public Optional<String> fileName() {
        return head.headers().first("content-disposition").flatMap(ContentDisposition::fileName);
    }

    /** Reads short content to its end, so that the connection can be used again; longer content is not worth the time. */
    void drain() {
        byte[] waste = new byte[WORTH_DRAINING_BYTES];
        try {
            if (body.length().orElse(0) <= WORTH_DRAINING_BYTES) {
                int left = WORTH_DRAINING_BYTES;
                while (left > 0) {
                    int read = body.read(waste, 0, left);
                    if (read < 0) {
                        return;
                    }
                    left -= read;
                }
            }
        } catch (IOException e) {
            // The connection was not worth keeping, then.
        }
    }

    /** Gives the connection up from any thread, whatever is being read. */
    public void abort() {
        lease.close();
    }

    /** Gives the connection back to the pool if the content was read to its end, else closes it. */
    @Override
    public void close() {
        if (head.keepsConnection() && body.leavesCleanConnection()) {
            lease.giveBack();
        } else {
            lease.close();
        }
    }
}
