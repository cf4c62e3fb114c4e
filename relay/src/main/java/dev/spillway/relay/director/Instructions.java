/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.relay.control.Report;
import dev.spillway.relay.plan.Assignment;
import dev.spillway.relay.plan.Peer;
import dev.spillway.relay.plan.Swarm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a terminal is told to fetch from whom. */
final class Instructions {
    private Instructions() {}

    /**
     * The missing pieces that the plan gives to a child. What a parent has comes first, so that nobody waits for one piece while others could be had; then
     * what parents await themselves.
     *
     * @param names of all peers, by their numbers
     */
    static List<Report.Given> of(Peer child, Swarm swarm, Map<Integer, String> names) {
        List<Report.Given> ready = new ArrayList<>();
        List<Report.Given> awaited = new ArrayList<>();
        for (Peer.Open open : child.open()) {
            Assignment made = open.assignment();
            Peer parent = swarm.peer(made.parent());
            String name = names.get(made.parent());
            for (int piece = child.nextMissing(made.first());
                    piece < made.end();
                    piece = child.nextMissing(piece + 1)) {
                append(parent.has(piece) ? ready : awaited, name, piece);
            }
        }
        ready.addAll(awaited);
        return ready;
    }

    private static void append(List<Report.Given> runs, String from, int piece) {
        int last = runs.size() - 1;
        if (last >= 0 && runs.get(last).end() == piece && runs.get(last).from().equals(from)) {
            runs.set(last, new Report.Given(from, runs.get(last).first(), piece + 1));
        } else {
            runs.add(new Report.Given(from, piece, piece + 1));
        }
    }
}
