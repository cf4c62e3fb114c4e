/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import dev.spillway.manager.api.ColdReads;
import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.TransferEnd;
import dev.spillway.manager.api.WaitTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The figures of one manager process: the latest that it told, and what is known to have happened since, for the time when it
 * can't be asked any more. Safe for use by any thread.
 */
final class LinkFigures {
    private ManagerStats latest = none();
    private final Map<Outcome, Long> endedSince = new EnumMap<>(Outcome.class);
    private long movedSince;

    /** Figures of a manager that has done nothing. */
    static ManagerStats none() {
        Map<Outcome, Long> outcomes =
                Stream.of(Outcome.values()).collect(Collectors.toMap(outcome -> outcome, outcome -> 0L));
        return new ManagerStats(0, 0, 0, 0, List.of(), false, 0, 0, 0, 0, outcomes, WaitTimes.NONE, ColdReads.NONE);
    }

    /** The process has told its figures, with all that happened before. */
    synchronized void known(ManagerStats stats) {
        latest = stats;
        endedSince.clear();
        movedSince = 0;
    }

    synchronized void moved() {
        movedSince++;
    }

    synchronized void ended(TransferEnd end) {
        endedSince.merge(end.outcome(), 1L, Long::sum);
    }

    /** The process is gone: what it had is over, and so many downloads failed with it. */
    synchronized void lost(long downloads) {
        endedSince.merge(Outcome.FAILED, downloads, Long::sum);
        ManagerStats whole = latest();
        known(new ManagerStats(
                0,
                0,
                0,
                0,
                List.of(),
                false,
                whole.total(),
                whole.refused(),
                whole.bytesSent(),
                0,
                whole.outcomes(),
                whole.waits(),
                whole.coldReads()));
    }

    /** The figures as far as they are known; bytes are those that the process has told of. */
    synchronized ManagerStats latest() {
        Map<Outcome, Long> outcomes = new EnumMap<>(latest.outcomes());
        endedSince.forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
        return new ManagerStats(
                latest.queueLength(),
                latest.active(),
                latest.lingering(),
                latest.openFiles(),
                latest.connectionsByLoop(),
                latest.isDraining(),
                latest.total() + movedSince,
                latest.refused(),
                latest.bytesSent(),
                latest.bytesPerSecond(),
                outcomes,
                latest.waits(),
                latest.coldReads());
    }

    /** Adds figures up; of times of waiting, which can't be added, the longer ones count. */
    static ManagerStats sum(ManagerStats one, ManagerStats other) {
        Map<Outcome, Long> outcomes = new EnumMap<>(one.outcomes());
        other.outcomes().forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
        List<Integer> connections = new ArrayList<>(one.connectionsByLoop());
        connections.addAll(other.connectionsByLoop());
        return new ManagerStats(
                one.queueLength() + other.queueLength(),
                one.active() + other.active(),
                one.lingering() + other.lingering(),
                one.openFiles() + other.openFiles(),
                connections,
                one.isDraining() || other.isDraining(),
                one.total() + other.total(),
                one.refused() + other.refused(),
                one.bytesSent() + other.bytesSent(),
                one.bytesPerSecond() + other.bytesPerSecond(),
                outcomes,
                longer(one.waits(), other.waits()),
                sum(one.coldReads(), other.coldReads()));
    }

    private static WaitTimes longer(WaitTimes one, WaitTimes other) {
        return new WaitTimes(
                one.count() + other.count(),
                longer(one.median(), other.median()),
                longer(one.p95(), other.p95()),
                longer(one.p99(), other.p99()),
                longer(one.max(), other.max()));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static ColdReads sum(ColdReads one, ColdReads other) {
        return new ColdReads(one.hits() + other.hits(), one.misses() + other.misses(), one.bytes() + other.bytes());
    }
}
