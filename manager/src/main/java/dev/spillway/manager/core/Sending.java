/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.files.ReadAhead;
import dev.spillway.manager.rate.Allowance;
import dev.spillway.manager.rate.Tempo;
import dev.spillway.manager.send.SendState;
import dev.spillway.manager.send.Sink;
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

    /**
     * A download that nothing is sent of yet.
     *
     * @param onGranted told, on the thread of the loop, when a limit holds it back no more, after {@link #nanosToWait} was 0
     * @param onRead told, on any thread, when it need not read any more
     */
    Sending(SelectorLoop loop, Delivery delivery, Card card, Runnable onGranted, Runnable onRead) {
        engine = loop.engine();
        this.delivery = delivery;
        progress = card.progress();
        allowance = new Allowance(engine.bandwidth(), card::candidate, loop, onGranted);
        readAhead = new ReadAhead(delivery.transfer().file(), engine.disk(), onRead);
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
        long ready = ready(wanted(), nowNanos);
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
            case PROGRESS -> isUsedUp(nowNanos) ? Turn.HELD_BACK : Turn.MORE;
            case DONE -> Turn.DONE;
        };
    }

    /** Whether the next turn would find that it has to wait; then there is no need to have it. */
    private boolean isUsedUp(long nowNanos) {
        boolean isUsedUp = allowance.take(wanted(), nowNanos) == 0;
        if (isUsedUp) {
            tempo.end(nowNanos);
        }
        return isUsedUp;
    }

    private long wanted() {
        return Math.min(engine.config().turnBytes(), Math.max(1, delivery.remaining()));
    }

    /** Bytes that may be sent without waiting for a disk. */
    private long ready(long wanted, long nowNanos) {
        long region = delivery.regionRemaining();
        if (region == 0) {
            return wanted;
        }
        long position = delivery.position();
        long ready = readAhead.ready(position, position + region, wanted, progress.perSecond(nowNanos), nowNanos);
        return ready == 0 ? 0 : Math.min(wanted, delivery.bytesBeforeRegion() + ready);
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

    /** Whether its part of a shared limit has come. */
    boolean isGranted() {
        return allowance.isGranted();
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
