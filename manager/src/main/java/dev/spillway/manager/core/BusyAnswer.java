/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.http.HttpDate;
import dev.spillway.manager.http.ResponseHead;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** What a client gets that has waited for its turn in vain: a 503 with the time to come again (RFC 9110 section 15.6.4). */
final class BusyAnswer {
    private BusyAnswer() {}

    /** The whole answer, after which the connection is to be closed. */
    static ByteBuffer of(Duration retryAfter) {
        byte[] body = ("Too many downloads at once. Come again in " + retryAfter.toSeconds() + " seconds.\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] head = new ResponseHead(503)
                .field("Date", HttpDate.format(Instant.now()))
                .field("Retry-After", Long.toString(retryAfter.toSeconds()))
                .field("Content-Type", "text/plain;charset=US-ASCII")
                .field("Content-Length", Integer.toString(body.length))
                .field("Cache-Control", "no-store")
                .field("Connection", "close")
                .toBytes();
        ByteArrayOutputStream answer = new ByteArrayOutputStream(head.length + body.length);
        answer.writeBytes(head);
        answer.writeBytes(body);
        return ByteBuffer.wrap(answer.toByteArray());
    }
}
