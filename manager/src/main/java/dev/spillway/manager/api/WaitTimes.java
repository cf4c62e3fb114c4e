/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.time.Duration;

/**
 * How long those waited who had to wait for their turn and got it: the last 1,024 of them. All zero if there are none.
 *
 * @param count of all such downloads since the start
 * @param median half of the last ones waited no longer
 * @param p95 95 of 100 waited no longer
 * @param p99 99 of 100 waited no longer
 * @param max the longest wait among the last ones
 */
public record WaitTimes(long count, Duration median, Duration p95, Duration p99, Duration max) {
    /** Nobody had to wait. */
    public static final WaitTimes NONE = new WaitTimes(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
