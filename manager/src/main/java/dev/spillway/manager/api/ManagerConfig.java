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
 */
public record ManagerConfig(int loops, int turnBytes, Duration stallTimeout, Duration lingerTimeout) {
    private static final int MAX_LOOPS = 64;

    /** Least value of {@link #turnBytes}. */
    public static final int MIN_TURN_BYTES = 4 << 10;

    /** Greatest value of {@link #turnBytes}. */
    public static final int MAX_TURN_BYTES = 1 << 30;

    public ManagerConfig {
        checkRange("loops", loops, 1, MAX_LOOPS, "2");
        checkRange("turnBytes", turnBytes, MIN_TURN_BYTES, MAX_TURN_BYTES, "1048576");
        checkRange("stallTimeout", stallTimeout, Duration.ofMillis(10), Duration.ofHours(24), "60s");
        checkRange("lingerTimeout", lingerTimeout, Duration.ZERO, Duration.ofSeconds(60), "5s");
    }

    /** One loop for two processors, turns of 1 MiB, 60 s for a stalled client, 5 s to linger. */
    public static ManagerConfig defaults() {
        int loops = Math.min(MAX_LOOPS, Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        return new ManagerConfig(loops, 1 << 20, Duration.ofSeconds(60), Duration.ofSeconds(5));
    }

    public ManagerConfig withLoops(int value) {
        return new ManagerConfig(value, turnBytes, stallTimeout, lingerTimeout);
    }

    public ManagerConfig withTurnBytes(int value) {
        return new ManagerConfig(loops, value, stallTimeout, lingerTimeout);
    }

    public ManagerConfig withStallTimeout(Duration value) {
        return new ManagerConfig(loops, turnBytes, value, lingerTimeout);
    }

    public ManagerConfig withLingerTimeout(Duration value) {
        return new ManagerConfig(loops, turnBytes, stallTimeout, value);
    }

    private static <T extends Comparable<T>> void checkRange(String name, T value, T min, T max, String example) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(Settings.outOfBounds(name, value, min, max, example));
        }
    }
}
