/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import dev.spillway.manager.api.TransferEnd;
import dev.spillway.manager.api.TransferListener;
import dev.spillway.process.wire.Offer;
import java.time.Duration;
import java.util.Optional;

/** A download from its commit to its end, which is told to the valve, or written to the log if there is no valve any more. */
record RunningDownload(ValveLink link, Offer offer) implements TransferListener {
    @Override
    public void ended(TransferEnd end) {
        link.onEnded(offer, sinceBeginning(end));
    }

    /** The download began in the valve, which may have sent some of it. */
    private TransferEnd sinceBeginning(TransferEnd end) {
        Duration before = Duration.ofNanos(offer.elapsedNanos());
        Optional<Duration> firstByte = offer.sentBefore() > 0
                ? Optional.of(before)
                : end.timeToFirstByte().map(before::plus);
        return new TransferEnd(
                end.outcome(), offer.sentBefore() + end.bytesSent(), firstByte, before.plus(end.duration()));
    }
}
