/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.DownloadState;
import dev.spillway.manager.api.DownloadView;
import dev.spillway.manager.api.Transfer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How far a download has come, and how fast, for others to look at. Written on the thread of its loop, read by any. */
final class Progress {
    private final Instant startedAt = Instant.now();
    private final RateMeter rate;
    private volatile long remaining;
    private volatile long position;

    Progress(Delivery delivery, long nowNanos) {
        rate = new RateMeter(nowNanos);
        remaining = delivery.remaining();
        position = delivery.position();
    }

    /** Some bytes were accepted by the socket. */
    void sent(Delivery delivery, long bytes, long nowNanos) {
        remaining = delivery.remaining();
        position = delivery.position();
        rate.add(bytes, nowNanos);
    }

    /** Bytes that are still to be sent. */
    long remaining() {
        return remaining;
    }

    /** Bytes per second over the last second or two. */
    long perSecond(long nowNanos) {
        return rate.perSecond(nowNanos);
    }

    DownloadView view(long id, Transfer transfer, DownloadState state, int priority, long limit, long nowNanos) {
        long left = remaining;
        long perSecond = rate.perSecond(nowNanos);
        boolean isMoving = perSecond > 0 && (state == DownloadState.SENDING || state == DownloadState.HELD_BACK);
        return new DownloadView(
                id,
                transfer.terms(),
                transfer.file().path().toString(),
                state,
                transfer.length(),
                transfer.length() - left,
                position,
                perSecond,
                isMoving ? Optional.of(Duration.ofSeconds(left / perSecond)) : Optional.empty(),
                priority,
                limit,
                startedAt);
    }
}
