/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.pool;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Chooses which of the free sockets a task gets (C2). Called under the lock of the pool: it must be quick and must not call the pool.
 *
 * <p>The pool offers open sockets as long as there are any, and places for new sockets only when there are none.
 */
@FunctionalInterface
public interface Assignment {
    /**
     * The index of the chosen one.
     *
     * @param free at least one, in ascending order of {@link Slot#number}
     */
    int choose(List<Slot> free);

    /** Each in turn: the next number above the one that was given out last, from the lowest again after the highest. */
    static Assignment roundRobin() {
        return new RoundRobin();
    }

    /** Each with the same probability. */
    static Assignment random(RandomGenerator random) {
        return free -> random.nextInt(free.size());
    }
}
