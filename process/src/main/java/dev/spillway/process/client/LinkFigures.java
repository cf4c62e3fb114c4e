/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.TransferEnd;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The figures of one manager process: the latest that it told, and what is known to have happened since, for the time when it
 * can't be asked any more. Safe for use by any thread.
 */
final class LinkFigures {
    private ManagerStats latest = none();
    private long movedSince;

    /** Figures of a manager that has done nothing. */
    static ManagerStats none() {
        return new ManagerStats(
                0, 0, 0, 0, 0, 0, Stream.of(Outcome.values()).collect(Collectors.toMap(outcome -> outcome, o -> 0L)));
    }

    /** The process has told its figures, with all that happened before. */
    synchronized void known(ManagerStats stats) {
        latest = stats;
        movedSince = 0;
    }

    synchronized void moved() {
        movedSince++;
    }

    synchronized void ended(TransferEnd end) {
        latest = with(end.outcome(), 1, 0, latest.bytesSent());
    }

    /** The process is gone: what it had is over, and so many downloads failed with it. */
    synchronized void lost(int downloads) {
        latest = with(Outcome.FAILED, downloads, movedSince, latest.bytesSent());
        latest = new ManagerStats(0, 0, 0, 0, latest.total(), latest.bytesSent(), latest.outcomes());
        movedSince = 0;
    }

    synchronized ManagerStats latest() {
        return latest;
    }

    private ManagerStats with(Outcome outcome, long count, long moreTotal, long bytesSent) {
        Map<Outcome, Long> outcomes = new EnumMap<>(latest.outcomes());
        outcomes.merge(outcome, count, Long::sum);
        return new ManagerStats(
                latest.queueLength(),
                latest.active(),
                latest.lingering(),
                latest.openFiles(),
                latest.total() + moreTotal,
                bytesSent,
                outcomes);
    }

    /** Adds figures up. */
    static ManagerStats sum(ManagerStats one, ManagerStats other) {
        Map<Outcome, Long> outcomes = new EnumMap<>(one.outcomes());
        other.outcomes().forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
        return new ManagerStats(
                one.queueLength() + other.queueLength(),
                one.active() + other.active(),
                one.lingering() + other.lingering(),
                one.openFiles() + other.openFiles(),
                one.total() + other.total(),
                one.bytesSent() + other.bytesSent(),
                outcomes);
    }
}
