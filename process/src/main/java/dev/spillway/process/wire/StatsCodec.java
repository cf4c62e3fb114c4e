/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.wire;

import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.Outcome;
import java.util.EnumMap;
import java.util.Map;

/** The figures of a manager as they travel. */
final class StatsCodec {
    private StatsCodec() {}

    static void write(ManagerStats stats, BodyWriter out) {
        out.number(stats.queueLength()).number(stats.active()).number(stats.lingering());
        out.number(stats.openFiles()).number(stats.total()).number(stats.bytesSent());
        for (Outcome outcome : Outcome.values()) {
            out.number(stats.ended(outcome));
        }
    }

    static ManagerStats read(BodyReader in) throws WireException {
        int queueLength = in.integer();
        int active = in.integer();
        int lingering = in.integer();
        int openFiles = in.integer();
        long total = in.number();
        long bytesSent = in.number();
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, in.number());
        }
        return new ManagerStats(queueLength, active, lingering, openFiles, total, bytesSent, outcomes);
    }
}
