/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.pull;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one pull has found out about its upstreams. Safe for use by any number of threads. */
final class Reputation {
    /** Bad pieces after which an upstream counts as lying: once may be a slip of a disk or a line. */
    private static final int MOST_BAD = 2;

    /** Failures in a row after which it counts as failing. */
    private static final int MOST_FAILURES = 3;

    private static final class Tally {
        int good;
        int bad;
        int failuresInARow;
    }

    private final Map<URI, Tally> records = new HashMap<>();

    synchronized void good(URI upstream) {
        Tally tally = of(upstream);
        tally.good++;
        tally.failuresInARow = 0;
    }

    synchronized void bad(URI upstream) {
        of(upstream).bad++;
    }

    synchronized void failed(URI upstream) {
        of(upstream).failuresInARow++;
    }

    synchronized boolean isLying(URI upstream) {
        return of(upstream).bad >= MOST_BAD;
    }

    synchronized boolean isFailing(URI upstream) {
        return of(upstream).failuresInARow >= MOST_FAILURES;
    }

    private Tally of(URI upstream) {
        return records.computeIfAbsent(upstream, made -> new Tally());
    }

    /** For the main server. */
    synchronized List<PullReport.Upstream> report() {
        return records.entrySet().stream()
                .map(entry -> new PullReport.Upstream(
                        entry.getKey(),
                        entry.getValue().good,
                        entry.getValue().bad,
                        isLying(entry.getKey()) || isFailing(entry.getKey())))
                .toList();
    }
}
