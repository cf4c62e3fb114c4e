/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.nio.charset.StandardCharsets;

/** An answer with its whole body in memory, transfer coding taken off. */
final class RawResponse {
    private final ResponseHead head;
    private final byte[] body;
    private final Received.Ending ending;

    RawResponse(ResponseHead head, byte[] body, Received.Ending ending) {
        this.head = head;
        this.body = body;
        this.ending = ending;
    }

    ResponseHead head() {
        return head;
    }

    int status() {
        return head.status();
    }

    byte[] body() {
        return body;
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Why reading the body ended. */
    Received.Ending ending() {
        return ending;
    }

    /** Whether a client that trusts {@code Content-Length} takes this answer for complete. */
    boolean looksComplete() {
        return head.contentLength() == body.length;
    }
}
