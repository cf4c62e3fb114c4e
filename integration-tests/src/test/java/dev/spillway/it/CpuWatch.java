/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.time.Duration;

/** Looks for a moment in which a Tomcat does next to nothing; to be asked again and again. */
final class CpuWatch {
    private static final long WINDOW_NANOS = Duration.ofMillis(300).toNanos();
    private static final double IDLE_SHARE_OF_ONE_CORE = 0.2;

    private final TomcatProcess tomcat;
    private long windowStart;
    private long cpuAtStart;

    CpuWatch(TomcatProcess tomcat) {
        this.tomcat = tomcat;
        beginWindow();
    }

    private void beginWindow() {
        windowStart = System.nanoTime();
        cpuAtStart = tomcat.jmx().processCpuNanos();
    }

    /** Whether a window has just ended that was idle; false inside of a window. */
    boolean isIdle() {
        long elapsed = System.nanoTime() - windowStart;
        if (elapsed < WINDOW_NANOS) {
            return false;
        }
        double share = (double) (tomcat.jmx().processCpuNanos() - cpuAtStart) / elapsed;
        beginWindow();
        return share < IDLE_SHARE_OF_ONE_CORE;
    }
}
