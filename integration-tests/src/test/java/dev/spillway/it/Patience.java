/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waiting for events, with deadlines that only a defect can miss, not a busy machine. */
final class Patience {
    /** Long enough for anything that does happen. */
    static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(25);

    private Patience() {}

    static void await(String event, Callable<Boolean> happened) {
        await(event, DEADLINE, happened);
    }

    /** Waits until the assertions hold; the ones that last failed say what is missing. */
    static void awaitAsserted(Duration deadline, ThrowingRunnable assertions) {
        Awaitility.await()
                .atMost(deadline)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL_INTERVAL)
                .untilAsserted(assertions);
    }

    static void await(String event, Duration deadline, Callable<Boolean> happened) {
        Awaitility.await(event)
                .atMost(deadline)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL_INTERVAL)
                .until(happened);
    }
}
