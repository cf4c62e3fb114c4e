/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.source;

import dev.spillway.client.api.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A server did not give what it was asked for. */
public final class SourceException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Failure failure;
    private final transient Optional<Duration> retryAfter;

    public SourceException(Failure failure, String message, Throwable cause, Optional<Duration> retryAfter) {
        super(message, cause);
        this.failure = failure;
        this.retryAfter = retryAfter;
    }

    public SourceException(Failure failure, String message) {
        this(failure, message, null, Optional.empty());
    }

    public SourceException(Failure failure, String message, Throwable cause) {
        this(failure, message, cause, Optional.empty());
    }

    public Failure failure() {
        return failure;
    }

    /** How long the server wants to be left alone. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** Whether the same request may succeed later, at the same server. */
    public boolean mayPass() {
        return failure == Failure.NETWORK || failure == Failure.SERVER_BUSY;
    }
}
