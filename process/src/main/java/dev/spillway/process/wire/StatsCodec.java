/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.wire;

import dev.spillway.manager.api.ColdReads;
import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.WaitTimes;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The figures of a manager as they travel. */
final class StatsCodec {
    private StatsCodec() {}

    static void write(ManagerStats stats, BodyWriter out) {
        out.number(stats.queueLength()).number(stats.active()).number(stats.lingering());
        out.number(stats.openFiles()).list(stats.connectionsByLoop(), out::number);
        out.flag(stats.isDraining()).number(stats.total()).number(stats.refused());
        out.number(stats.bytesSent()).number(stats.bytesPerSecond());
        for (Outcome outcome : Outcome.values()) {
            out.number(stats.ended(outcome));
        }
        WaitTimes waits = stats.waits();
        out.number(waits.count()).duration(waits.median()).duration(waits.p95());
        out.duration(waits.p99()).duration(waits.max());
        ColdReads reads = stats.coldReads();
        out.number(reads.hits()).number(reads.misses()).number(reads.bytes());
    }

    static ManagerStats read(BodyReader in) throws WireException {
        int queueLength = in.integer();
        int active = in.integer();
        int lingering = in.integer();
        int openFiles = in.integer();
        List<Integer> connections = in.list(in::integer);
        boolean isDraining = in.flag();
        long total = in.count();
        long refused = in.count();
        long bytesSent = in.count();
        long bytesPerSecond = in.count();
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, in.count());
        }
        WaitTimes waits = new WaitTimes(in.count(), in.duration(), in.duration(), in.duration(), in.duration());
        ColdReads reads = new ColdReads(in.count(), in.count(), in.count());
        return new ManagerStats(
                queueLength,
                active,
                lingering,
                openFiles,
                connections,
                isDraining,
                total,
                refused,
                bytesSent,
                bytesPerSecond,
                outcomes,
                waits,
                reads);
    }
}
