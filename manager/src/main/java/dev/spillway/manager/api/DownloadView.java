/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One download as it was at one moment. Texts are as clients sent them, so hostile: whoever shows them has to escape them.
 *
 * @param id by which the download is known to its manager; no other one ever has it
 * @param terms client, user, URI, range and rule, as they were at the hand-over
 * @param file name of the file
 * @param state what it is doing
 * @param length bytes of the whole answer, head included
 * @param bytesSent bytes of it that the socket of the client has accepted
 * @param offset position in the file up to which it was sent
 * @param bytesPerSecond rate over the last second or two
 * @param remaining time to the end at that rate; empty if nothing moves, or it waits
 * @param priority as it is now
 * @param limit bytes per second that hold for this download alone, 0 for none
 * @param startedAt time of the hand-over
 */
public record DownloadView(
        long id,
        Terms terms,
        String file,
        DownloadState state,
        long length,
        long bytesSent,
        long offset,
        long bytesPerSecond,
        Optional<Duration> remaining,
        int priority,
        long limit,
        Instant startedAt) {}
