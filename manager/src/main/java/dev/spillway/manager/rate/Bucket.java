/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.rate;

import dev.spillway.manager.api.Discipline;
import dev.spillway.manager.order.Line;
import dev.spillway.manager.order.Timers.Timer;
import java.util.function.Consumer;

/**
 * A limit of the rate that several downloads share, and those who wait for their part of it. To be used under the lock of
 * {@link Bandwidth}.
 */
final class Bucket {
    /** Everybody is to have something within this time, if that is more than a packet. */
    private static final double ROUND_SECONDS = 0.2;

    private static final int PACKET_BYTES = 1448;

    private final Line<Share> line;
    private final Pace pace;
    private final Runnable onTick;
    private Timer tick;

    /** Whose timers will tick for this bucket, or null if none will. */
    private Worker ticking;

    /**
     * @param bytesPerSecond 0 for no limit
     * @param onTick run on the thread of a loop when it is time to look who may go on
     */
    Bucket(long bytesPerSecond, Discipline discipline, Consumer<Bucket> onTick, long nowNanos) {
        line = new Line<>(discipline.turns());
        pace = new Pace(bytesPerSecond, nowNanos);
        this.onTick = () -> onTick.accept(this);
        tick = new Timer(this.onTick);
    }

    Line<Share> line() {
        return line;
    }

    boolean isUnlimited() {
        return pace.bytesPerSecond() == 0;
    }

    void setRate(long bytesPerSecond, long nowNanos) {
        pace.setRate(bytesPerSecond, nowNanos);
    }

    void fill(long nowNanos) {
        pace.fill(nowNanos, !line.isEmpty());
    }

    /** For somebody who does not stand in the line any more, but has waited up to now. */
    void fillForWaiting(long nowNanos) {
        pace.fill(nowNanos, true);
    }

    /** Whether nothing would be lost if this were forgotten and made anew. */
    boolean isAsNew(long nowNanos) {
        fill(nowNanos);
        return line.isEmpty() && pace.has(pace.bytesPerSecond() * ROUND_SECONDS / 4);
    }

    /** Takes bytes for one who need not wait; 0 if he has to. */
    long takeAtOnce(long wanted, int turnBytes) {
        if (isUnlimited()) {
            return wanted;
        }
        long part = part(wanted, turnBytes, 1);
        if (!line.isEmpty() || !pace.has((double) part)) {
            return 0;
        }
        long granted = Math.min(wanted, Math.max(part, pace.available()));
        pace.spend(granted);
        return granted;
    }

    /** Takes bytes for the first of those who wait, and lets him go; null if there is nobody or not enough for him. */
    Share takeForFirst(int turnBytes) {
        Share first = line.first();
        if (first == null) {
            return null;
        }
        long granted = isUnlimited() ? first.granted() : part(first.granted(), turnBytes, line.size());
        if (!isUnlimited() && !pace.has((double) granted)) {
            return null;
        }
        line.takeFirst(granted);
        pace.spend(isUnlimited() ? 0 : granted);
        first.grant(granted);
        return first;
    }

    /** Puts back what was taken and not sent. */
    void putBack(long bytes) {
        if (!isUnlimited()) {
            pace.spend(-bytes);
        }
    }

    /** Has a loop, on its own thread, look after those who wait, unless another one does or there is nobody. */
    void ensureTick(Worker worker, int turnBytes, long nowNanos) {
        if (ticking == null && !line.isEmpty()) {
            ticking = worker;
            long wait = isUnlimited()
                    ? 0
                    : pace.nanosUntil((double) part(line.first().granted(), turnBytes, line.size()));
            worker.timers().armAbout(tick, nowNanos, wait);
        }
    }

    /** The loop that looks after those who wait, or null. */
    Worker ticking() {
        return ticking;
    }

    /** Has a loop, on its own thread, look after nobody here, if it did. */
    void stopTick(Worker worker) {
        if (ticking == worker) {
            worker.timers().disarm(tick);
            ticking = null;
        }
    }

    /** The loop that looked after those who wait is gone, and its timers with it. */
    void abandonTick() {
        tick = new Timer(onTick);
        ticking = null;
    }

    private long part(long wanted, int turnBytes, int sharers) {
        double ofRound = pace.bytesPerSecond() * ROUND_SECONDS;
        double part = Math.max(ofRound / sharers, Math.min(ofRound, PACKET_BYTES));
        return Math.max(1, Math.min(wanted, (long) Math.min(part, (double) turnBytes)));
    }
}
