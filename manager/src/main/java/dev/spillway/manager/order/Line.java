/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.order;

import dev.spillway.manager.api.Candidate;
import dev.spillway.manager.api.Discipline.Order;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/**
 * Those who wait, in the order of a discipline; coming, leaving and being next cost O(log n). Of each group only the first
 * stands in the heap, so that a group has one turn at a time, however many it is. For use by one thread at a time.
 */
public final class Line<W extends Line.Waiter<W>> {
    private static final Logger LOG = System.getLogger(Line.class.getName());

    /** One who waits, in at most one line. */
    public abstract static class Waiter<W extends Waiter<W>> extends Heap.Entry<W> {
        private Candidate candidate;
        private Object group;
        private double rank;
        private long number;

        final Candidate candidate() {
            return candidate;
        }

        /** Of equal ranks, who came first is first. */
        @Override
        final boolean isBefore(W other) {
            Waiter<W> second = other;
            return rank != second.rank ? rank < second.rank : number < second.number;
        }
    }

    private final Order order;
    private final Heap<W> firsts = new Heap<>();

    /** By group, those of it who wait, in the order of their coming; only groups of more than nobody. */
    private final Map<Object, LinkedHashSet<W>> groups = new HashMap<>();

    private long lastNumber;
    private int size;

    public Line(Order order) {
        this.order = order;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Has somebody wait who does not. */
    public void add(W waiter, Candidate candidate) {
        Waiter<W> entry = waiter;
        entry.candidate = candidate;
        entry.group = group(candidate);
        entry.number = ++lastNumber;
        size++;
        if (entry.group == null) {
            enter(waiter);
            return;
        }
        LinkedHashSet<W> group = groups.computeIfAbsent(entry.group, any -> new LinkedHashSet<>());
        group.add(waiter);
        if (group.size() == 1) {
            enter(waiter);
        }
    }

    /** Has somebody who waits be ranked by what is known of him now; he keeps his place among equals. */
    public void update(W waiter, Candidate candidate) {
        Waiter<W> entry = waiter;
        entry.candidate = candidate;
        if (entry.isInHeap()) {
            enter(waiter);
        }
    }

    /** Has somebody who waits leave. */
    public void remove(W waiter) {
        size--;
        boolean wasFirst = waiter.isInHeap();
        firsts.remove(waiter);
        Waiter<W> entry = waiter;
        if (entry.group == null) {
            return;
        }
        LinkedHashSet<W> group = groups.get(entry.group);
        group.remove(waiter);
        if (group.isEmpty()) {
            groups.remove(entry.group);
        } else if (wasFirst) {
            enter(group.iterator().next());
        }
    }

    /** Who is next, or null. */
    public W first() {
        return firsts.first();
    }

    /**
     * The turn of the first one has come, and he leaves.
     *
     * @param bytes see {@link Order#taken}
     */
    public void takeFirst(long bytes) {
        W taken = firsts.first();
        Waiter<W> entry = taken;
        try {
            order.taken(entry.candidate, entry.rank, bytes);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, failed(), e);
        }
        remove(taken);
    }

    private void enter(W waiter) {
        Waiter<W> entry = waiter;
        entry.rank = rank(entry.candidate);
        firsts.put(waiter);
    }

    // Whatever a discipline of somebody else does, nobody may be lost.

    private Object group(Candidate candidate) {
        try {
            return order.group(candidate);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, failed(), e);
            return null;
        }
    }

    private double rank(Candidate candidate) {
        try {
            double rank = order.rank(candidate);
            if (!Double.isNaN(rank)) {
                return rank;
            }
            LOG.log(Level.ERROR, failed() + ": NaN is no rank");
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, failed(), e);
        }
        return 0;
    }

    private String failed() {
        return "Discipline [" + order.getClass().getName() + "] failed";
    }
}
