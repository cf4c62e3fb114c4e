/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.scenario;

import java.util.List;

/** All scenarios. */
public final class Scenarios {
    private Scenarios() {}

    /** In the order in which they run. */
    public static List<Scenario> all() {
        return List.of(
                new Unlimited(),
                new Slow(),
                new Limited(),
                new PagesBeside(),
                new Cold(),
                new OneMebibyte("keepalive-1m", false),
                new OneMebibyte("connect-1m", true),
                new SmallPage(),
                new Tls(),
                new HandOver());
    }
}
