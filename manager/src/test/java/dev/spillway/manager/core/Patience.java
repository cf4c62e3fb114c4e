/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long tests wait for an event. Only a test that fails waits to the end. */
final class Patience {
    static final Duration DEADLINE = Duration.ofSeconds(30);

    private Patience() {}

    static ConditionFactory await() {
        return Awaitility.await().atMost(DEADLINE).pollInterval(Duration.ofMillis(2));
    }
}
