/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.pool;

import java.util.List;

/** See {@link Assignment#roundRobin}. Guarded by the lock of the pool that it serves, so one instance serves one pool. */
final class RoundRobin implements Assignment {
    private int last = -1;

    @Override
    public int choose(List<Slot> free) {
        int chosen = 0;
        for (int i = 0; i < free.size(); i++) {
            if (free.get(i).number() > last) {
                chosen = i;
                break;
            }
        }
        last = free.get(chosen).number();
        return chosen;
    }
}
