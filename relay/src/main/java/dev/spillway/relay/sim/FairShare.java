/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.sim;

import java.util.List;

/**
 * Shares the links among the fetches, as TCP about does: everybody's upload is shared evenly among its fetches, and so is everybody's download; what one side
 * leaves over goes to the others. A few rounds come near to max-min fairness, from below.
 */
final class FairShare {
    private static final int ROUNDS = 3;

    /** A rate to which a fetch could still grow that is not worth another round. */
    private static final double NEGLIGIBLE = 1e-3;

    private FairShare() {}

    static void share(List<Host> hosts, double now) {
        for (Host host : hosts) {
            host.freeUpload = host.deadAt(now) ? 0 : host.upload;
            host.freeDownload = host.download;
            host.fetches.forEach(fetch -> fetch.rate = 0);
        }
        for (int round = 0; round < ROUNDS; round++) {
            count(hosts);
            grow(hosts);
        }
    }

    private static void count(List<Host> hosts) {
        for (Host host : hosts) {
            host.wantUpload = 0;
            host.wantDownload = 0;
        }
        for (Host child : hosts) {
            for (Host.Fetch fetch : child.fetches) {
                if (canGrow(child, fetch)) {
                    child.wantDownload++;
                    fetch.from.wantUpload++;
                }
            }
        }
        // The shares of this round, so that the order of hosts does not matter.
        for (Host host : hosts) {
            host.freeUpload /= Math.max(1, host.wantUpload);
            host.freeDownload /= Math.max(1, host.wantDownload);
        }
    }

    private static boolean canGrow(Host child, Host.Fetch fetch) {
        return fetch.from.freeUpload > NEGLIGIBLE && child.freeDownload > NEGLIGIBLE;
    }

    private static void grow(List<Host> hosts) {
        double[] usedUpload = new double[hosts.size()];
        double[] usedDownload = new double[hosts.size()];
        for (Host child : hosts) {
            for (Host.Fetch fetch : child.fetches) {
                if (canGrow(child, fetch)) {
                    double more = Math.min(fetch.from.freeUpload, child.freeDownload);
                    fetch.rate += more;
                    usedUpload[fetch.from.number] += more;
                    usedDownload[child.number] += more;
                }
            }
        }
        for (Host host : hosts) {
            host.freeUpload = host.freeUpload * Math.max(1, host.wantUpload) - usedUpload[host.number];
            host.freeDownload = host.freeDownload * Math.max(1, host.wantDownload) - usedDownload[host.number];
        }
    }
}
