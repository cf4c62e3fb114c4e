/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.time.Duration;

/**
 * The settings of a manager. A value out of bounds is refused with its name, value, bound and cure; none is repaired.
 *
 * @param loops number of selector threads, 1 to 64
 * @param turnBytes bytes that one download may send before the others have their turn, 4 KiB to 1 GiB
 * @param stallTimeout a client that takes no byte for so long is given up, 10 ms to 24 h
 * @param lingerTimeout how long to wait, after the answer is sent, for the client to close; 0 to 60 s
 * @param queue how many downloads run at once, and who waits
 * @param limits those that hold at the start
 */
public record ManagerConfig(
        int loops, int turnBytes, Duration stallTimeout, Duration lingerTimeout, QueueConfig queue, Limits limits) {
    private static final int MAX_LOOPS = 64;

    /** Least value of {@link #turnBytes}. */
    public static final int MIN_TURN_BYTES = 4 << 10;

    /** Greatest value of {@link #turnBytes}. */
    public static final int MAX_TURN_BYTES = 1 << 30;

    public ManagerConfig {
        Settings.checkRange("loops", loops, 1, MAX_LOOPS, "2");
        Settings.checkRange("turnBytes", turnBytes, MIN_TURN_BYTES, MAX_TURN_BYTES, "2097152");
        Settings.checkRange("stallTimeout", stallTimeout, Duration.ofMillis(10), Duration.ofHours(24), "60s");
        Settings.checkRange("lingerTimeout", lingerTimeout, Duration.ZERO, Duration.ofSeconds(60), "5s");
    }

    /** With the usual queue and no limits. */
    public ManagerConfig(int loops, int turnBytes, Duration stallTimeout, Duration lingerTimeout) {
        this(loops, turnBytes, stallTimeout, lingerTimeout, QueueConfig.defaults(), Limits.NONE);
    }

    /** One loop for each processor, turns of 2 MiB, 60 s for a stalled client, 5 s to linger, no limits. */
    public static ManagerConfig defaults() {
        int loops = Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors());
        return new ManagerConfig(loops, 2 << 20, Duration.ofSeconds(60), Duration.ofSeconds(5));
    }

    public ManagerConfig withLoops(int value) {
        return new ManagerConfig(value, turnBytes, stallTimeout, lingerTimeout, queue, limits);
    }

    public ManagerConfig withTurnBytes(int value) {
        return new ManagerConfig(loops, value, stallTimeout, lingerTimeout, queue, limits);
    }

    public ManagerConfig withStallTimeout(Duration value) {
        return new ManagerConfig(loops, turnBytes, value, lingerTimeout, queue, limits);
    }

    public ManagerConfig withLingerTimeout(Duration value) {
        return new ManagerConfig(loops, turnBytes, stallTimeout, value, queue, limits);
    }

    public ManagerConfig withQueue(QueueConfig value) {
        return new ManagerConfig(loops, turnBytes, stallTimeout, lingerTimeout, value, limits);
    }

    public ManagerConfig withLimits(Limits value) {
        return new ManagerConfig(loops, turnBytes, stallTimeout, lingerTimeout, queue, value);
    }
}
