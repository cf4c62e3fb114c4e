/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.Terms;
import dev.spillway.manager.api.Transfer;
import dev.spillway.manager.api.TransferEnd;
import dev.spillway.manager.api.TransferListener;
import dev.spillway.manager.send.FileChangedException;
import dev.spillway.manager.send.SendQueue;
import dev.spillway.manager.send.SendState;
import dev.spillway.manager.send.Sink;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * What is to be sent in one download, how far it has come, and its one end. Used by one thread at a time: first that of
 * the caller, then that of a loop.
 */
final class Delivery {
    private static final Logger LOG = System.getLogger(Delivery.class.getName());

    private final Transfer transfer;
    private final TransferListener listener;
    private final Counters counters;
    private final SendQueue queue;
    private final long startNanos = System.nanoTime();
    private Sink lastSink;
    private Duration timeToFirstByte;
    private boolean isEnded;

    Delivery(Transfer transfer, TransferListener listener, Counters counters) {
        this.transfer = transfer;
        this.listener = listener;
        this.counters = counters;
        queue = new SendQueue(transfer);
        counters.total.increment();
    }

    boolean isSent() {
        return queue.remaining() == 0;
    }

    /** Bytes that the socket has not accepted yet. */
    long remaining() {
        return queue.remaining();
    }

    /** Position in the file from which on is sent. */
    long position() {
        return queue.position();
    }

    /** See {@link SendQueue#bytesBeforeRegion}. */
    long bytesBeforeRegion() {
        return queue.bytesBeforeRegion();
    }

    /** See {@link SendQueue#regionRemaining}. */
    long regionRemaining() {
        return queue.regionRemaining();
    }

    /** What was to be sent, for whom. */
    Transfer transfer() {
        return transfer;
    }

    /** What is left to send. */
    Transfer rest() {
        Terms terms = transfer.terms();
        long sent = transfer.length() - queue.remaining();
        Terms left = terms.withRate(terms.bytesPerSecond(), Math.max(0, terms.limitAfter() - sent));
        return new Transfer(transfer.file(), queue.rest(), left);
    }

    /** Somebody else goes on with it: it was none of ours, but for the bytes that were sent. */
    void moved() {
        isEnded = true;
        transfer.file().close();
        counters.total.decrement();
    }

    /**
     * Sends until the socket takes no more, the turn is used up or all is sent.
     *
     * @throws FileChangedException if the file is no longer what was announced
     * @throws IOException if the socket or the file fails
     */
    SendState writeTo(Sink sink, long turnBytes) throws IOException {
        long before = queue.remaining();
        if (before > 0 && before <= turnBytes && transfer.file().isOverwritten()) {
            // Checked as long as the end is held back: the client must not take a mix of two versions as complete.
            throw new FileChangedException();
        }
        lastSink = sink;
        try {
            return queue.writeTo(sink, turnBytes);
        } finally {
            long sent = before - queue.remaining();
            if (sent > 0) {
                counters.bytesSent.add(sent);
                if (timeToFirstByte == null) {
                    timeToFirstByte = sinceStart();
                }
            }
        }
    }

    /** Whether the file, at least, can be read where it was to be sent from; tells a failing file from a failing socket. */
    boolean isFileReadable() {
        try {
            transfer.file().channel().read(ByteBuffer.allocate(1), queue.position());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends the delivery after a failure that is not the client's. */
    void fail(Throwable failure) {
        if (failure instanceof FileChangedException) {
            LOG.log(Level.WARNING, "Download of [" + transfer.file().path() + "] cut: " + failure.getMessage());
            end(Outcome.FILE_CHANGED);
        } else {
            LOG.log(Level.ERROR, "Download of [" + transfer.file().path() + "] failed", failure);
            end(Outcome.FAILED);
        }
    }

    /** Ends the delivery; only the first end counts. */
    void end(Outcome outcome) {
        if (isEnded) {
            return;
        }
        isEnded = true;
        transfer.file().close();
        counters.ended(outcome);
        // What waits in TLS has not been sent: no figure may say more than the socket accepted.
        long pending = lastSink == null ? 0 : lastSink.pendingBytes();
        counters.bytesSent.add(-pending);
        long sent = transfer.length() - queue.remaining() - pending;
        try {
            listener.ended(new TransferEnd(outcome, sent, Optional.ofNullable(timeToFirstByte), sinceStart()));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "Listener failed", e);
        }
    }

    private Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
