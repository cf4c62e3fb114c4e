/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many descriptors this process may have (SYSTEMS.md A13). */
record DescriptorLimit(long max) {
    /** What may come while a successor starts, and what the process needs for itself, must fit above. */
    private static final double NEAR = 0.75;

    static DescriptorLimit ofThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? new DescriptorLimit(unix.getMaxFileDescriptorCount())
                : new DescriptorLimit(Long.MAX_VALUE);
    }

    /** Whether a process whose newest descriptor has this number should have no more downloads. */
    boolean isNear(int number) {
        return number >= max * NEAR;
    }

    @Override
    public String toString() {
        return Long.toString(max);
    }
}
