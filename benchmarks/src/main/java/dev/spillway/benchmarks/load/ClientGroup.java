/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The clients of one plan, spread over the loops. */
final class ClientGroup {
    /** Thousands of connections at once would test the accept queue, which is not what is to be measured. */
    private static final long CONNECTS_PER_SECOND = 2_000;

    private final DownloadPlan plan;
    private final List<DownloadClient> clients = new ArrayList<>();
    private final List<GroupTally> tallies = new ArrayList<>();

    /** @param firstSource number from which the clients of this group take their addresses */
    ClientGroup(DownloadPlan plan, List<ClientLoop> loops, InetSocketAddress server, int firstSource, long startNanos) {
        this.plan = plan;
        loops.forEach(loop -> tallies.add(new GroupTally()));
        for (int i = 0; i < plan.clients(); i++) {
            int loop = i % loops.size();
            DownloadClient client =
                    new DownloadClient(loops.get(loop), plan, tallies.get(loop), server, i, firstSource + i);
            clients.add(client);
            loops.get(loop).add(client, startNanos + i * 1_000_000_000L / CONNECTS_PER_SECOND);
        }
    }

    /** To be called when the loops have ended. */
    DownloadResult result(double windowSeconds) {
        GroupTally sum = new GroupTally();
        tallies.forEach(tally -> tally.addTo(sum));
        return DownloadResult.of(plan, windowSeconds, clients, sum);
    }
}
