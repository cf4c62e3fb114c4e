/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.Transfer;
import java.io.IOException;

/**
 * One download as it is being sent: what may go in each turn by the limits and by what is in memory, and how the client
 * takes it. Used on the thread of its loop.
 */
final class Sending {
    /** What became of a turn. */
    enum Turn {
        /** The socket takes no more for now. */
        BLOCKED,
        /** There is more to send at once, when others have had their turn. */
        MORE,
        /** A limit is used up; it goes on after {@link #nanosToWait}, or when the share is granted. */
        HELD_BACK,
        /** What is next has to be brought from the disk first. */
        READING,
        /** All is sent. */
        DONE
    }

    private final Engine engine;
    private final Delivery delivery;
    private final Progress progress;
    private final Allowance allowance;
    private final ReadAhead readAhead;
    private final Tempo tempo;

    /** @param onRead told, on any thread, when it need not read any more */
    Sending(Engine engine, Delivery delivery, Progress progress, Share share, Runnable onRead) {
        this.engine = engine;
        this.delivery = delivery;
        this.progress = progress;
        Transfer transfer = delivery.transfer();
        allowance = new Allowance(engine, transfer.terms(), share);
        readAhead = new ReadAhead(transfer.file(), engine.disk(), onRead);
        tempo = new Tempo(engine.config().stallTimeout());
    }

    /** From now on the client is offered something. */
    void begin(long nowNanos) {
        tempo.begin(nowNanos);
    }

    /**
     * Has a turn.
     *
     * @throws IOException see {@link Delivery#writeTo}
     */
    Turn send(Sink sink, long nowNanos) throws IOException {
        long wanted = Math.min(engine.config().turnBytes(), Math.max(1, delivery.remaining()));
        long ready = readAhead.ready(delivery, wanted, progress.perSecond(nowNanos), nowNanos);
        long allowed = ready == 0 ? 0 : allowance.take(ready, nowNanos);
        if (allowed == 0) {
            tempo.end(nowNanos);
            return ready == 0 ? Turn.READING : Turn.HELD_BACK;
        }
        long before = delivery.remaining();
        SendState state;
        try {
            state = delivery.writeTo(sink, allowed);
        } finally {
            count(before - delivery.remaining(), nowNanos);
        }
        return switch (state) {
            case BLOCKED -> Turn.BLOCKED;
            case PROGRESS -> Turn.MORE;
            case DONE -> Turn.DONE;
        };
    }

    private void count(long sent, long nowNanos) {
        if (sent > 0) {
            tempo.taken(sent, nowNanos);
            progress.sent(delivery, sent, nowNanos);
            engine.counters().outstanding.add(-sent);
        }
        allowance.spend(sent);
    }

    /** Nothing is offered until {@link #begin}. */
    void pause(long nowNanos) {
        tempo.end(nowNanos);
        allowance.leave();
    }

    /** Nothing will be sent any more. */
    void end(long nowNanos) {
        engine.counters().outstanding.add(-delivery.remaining());
        allowance.end(nowNanos);
    }

    /** Why the client is to be given up now, or null. */
    Outcome verdict(long nowNanos) {
        return tempo.verdict(engine.limits(), nowNanos);
    }

    /** When to ask for the verdict next. */
    long verdictNanos() {
        return tempo.deadlineNanos(engine.limits());
    }

    /** How long it is held back; 0 until the share is granted. */
    long nanosToWait() {
        return allowance.nanosToWait();
    }

    /** Whether nothing but time holds it back, so that it may be worth trying again when something has changed. */
    boolean waitsForTime() {
        return allowance.isShareFree();
    }

    /** Limit of the download alone, 0 for none. Safe for use by any thread. */
    long bytesPerSecond() {
        return allowance.bytesPerSecond();
    }

    void setRate(long bytesPerSecond) {
        allowance.setRate(bytesPerSecond);
    }
}
