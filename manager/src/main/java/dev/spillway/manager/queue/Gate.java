/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.queue;

import java.util.LinkedHashSet;
import java.util.Set;

/** Lets so many in at once, the others in the order of their coming. To be used under the lock of {@link Places}. */
final class Gate {
    private final Set<Ticket> waiting = new LinkedHashSet<>();
    private int inside;

    boolean isUnused() {
        return inside == 0 && waiting.isEmpty();
    }

    Set<Ticket> waiting() {
        return waiting;
    }

    /** Whether there is room for one more; 0 is no limit. */
    boolean hasRoom(int most) {
        return most == 0 || inside < most;
    }

    void enter() {
        inside++;
    }

    void leave() {
        inside--;
    }
}
