/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What an answer says of the state of its file, RFC 9110 section 8.8, and what the conditions of a request are compared
 * with. Times are cut to whole seconds, as header fields have them.
 *
 * @param entityTag value of {@code ETag}, if there is one
 * @param lastModified value of {@code Last-Modified}, if there is one; a time after {@code date} becomes {@code date},
 *     because a server must not claim a change that is yet to come (section 8.8.2.1)
 * @param date value of {@code Date}: the time of the answer
 */
public record Validators(Optional<EntityTag> entityTag, Optional<Instant> lastModified, Instant date) {

    /** By how much a file must be older than an answer for its date to be a strong validator, section 8.8.2.2. */
    private static final Duration STRONG_AGE = Duration.ofSeconds(1);

    /** Cuts and corrects the times. */
    public Validators {
        Instant dateInSeconds = date.truncatedTo(ChronoUnit.SECONDS);
        lastModified = lastModified
                .map(time -> time.isAfter(dateInSeconds) ? dateInSeconds : time)
                .map(time -> time.truncatedTo(ChronoUnit.SECONDS));
        date = dateInSeconds;
    }

    /**
     * Whether the modification date is known and a second or more in the past, RFC 9110 section 8.8.2.2, so that no
     * change from now on can have the same date.
     *
     * <p>A change before now can: a client that was told the date within that very second may hold other bytes. An
     * answer that leaves {@code Last-Modified} out as long as this is false never tells a client such a date.
     */
    public boolean isLastModifiedStrong() {
        return lastModified.isPresent() && !lastModified.get().plus(STRONG_AGE).isAfter(date);
    }
}
