/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who has which place: the books of a {@link SocketPool}, guarded by its lock. A place is taken (leased, its socket open or being opened), or idle
 * with an open socket, or does not exist.
 */
final class Places {
    private static final Comparator<PoolEntry> BY_NUMBER = (one, other) -> Integer.compare(one.number, other.number);

    private final PoolLimits limits;
    private final Assignment assignment;
    private final BitSet numbers = new BitSet();

    /** Idle places, the one unused for longest first. */
    private final Deque<PoolEntry> idle = new ArrayDeque<>();

    /** Places, taken and idle, by endpoint; an endpoint without any is not in the map. */
    private final Map<Endpoint, Integer> counts = new HashMap<>();

    private int taken;

    Places(PoolLimits limits, Assignment assignment) {
        this.limits = limits;
        this.assignment = assignment;
    }

    int taken() {
        return taken;
    }

    int idleCount() {
        return idle.size();
    }

    /**
     * Takes a place for one of the endpoints, an idle one by preference. If the pool is full, an idle place of another endpoint makes room.
     *
     * @return null if the bounds leave none
     */
    PoolEntry take(Collection<Endpoint> endpoints) {
        List<PoolEntry> open = new ArrayList<>();
        for (PoolEntry entry : idle) {
            if (endpoints.contains(entry.endpoint)) {
                open.add(entry);
            }
        }
        open.sort(BY_NUMBER);
        PoolEntry entry = open.isEmpty() ? newPlace(endpoints) : chosen(open);
        if (entry != null) {
            idle.remove(entry);
            taken++;
        }
        return entry;
    }

    private PoolEntry newPlace(Collection<Endpoint> endpoints) {
        Set<Endpoint> below = new LinkedHashSet<>();
        for (Endpoint endpoint : endpoints) {
            if (counts.getOrDefault(endpoint, 0) < limits.perServer()) {
                below.add(endpoint);
            }
        }
        boolean full = taken + idle.size() >= limits.total();
        if (below.isEmpty() || (full && idle.isEmpty())) {
            return null;
        }
        if (full) {
            close(idle.peekFirst());
        }
        PoolEntry entry = chosen(candidates(below));
        numbers.set(entry.number);
        counts.merge(entry.endpoint, 1, Integer::sum);
        return entry;
    }

    private List<PoolEntry> candidates(Collection<Endpoint> endpoints) {
        List<PoolEntry> candidates = new ArrayList<>();
        int number = -1;
        for (Endpoint endpoint : endpoints) {
            number = numbers.nextClearBit(number + 1);
            candidates.add(new PoolEntry(number, endpoint));
        }
        return candidates;
    }

    private PoolEntry chosen(List<PoolEntry> free) {
        List<Slot> slots = new ArrayList<>();
        for (PoolEntry entry : free) {
            slots.add(entry.slot());
        }
        int index = assignment.choose(Collections.unmodifiableList(slots));
        if (index < 0 || index >= free.size()) {
            throw new IllegalStateException("the assignment chose " + index + " of " + free.size()
                    + " free sockets: answer with an index into the list");
        }
        return free.get(index);
    }

    /** The task is through: the place waits for the next. */
    void release(PoolEntry entry, long nowNanos) {
        entry.idleSinceNanos = nowNanos;
        taken--;
        idle.addLast(entry);
    }

    /** The place of a task is gone together with its socket. */
    void forget(PoolEntry entry) {
        taken--;
        drop(entry);
    }

    /** Closes the socket at once, lock or not: were it closed later, there would be more sockets for a moment than the bounds allow. */
    private void close(PoolEntry entry) {
        idle.remove(entry);
        drop(entry);
        entry.connection.close();
    }

    private void drop(PoolEntry entry) {
        numbers.clear(entry.number);
        counts.computeIfPresent(entry.endpoint, (endpoint, count) -> count == 1 ? null : count - 1);
    }

    /** Closes the places that have been idle for at least so long. */
    void expire(long nowNanos, long idleNanos) {
        idle.stream()
                .filter(entry -> nowNanos - entry.idleSinceNanos >= idleNanos)
                .toList()
                .forEach(this::close);
    }

    /** When the next idle place expires, or null if none is idle. */
    Long nextExpiryNanos(long idleNanos) {
        PoolEntry oldest = idle.peekFirst();
        return oldest == null ? null : oldest.idleSinceNanos + idleNanos;
    }
}
