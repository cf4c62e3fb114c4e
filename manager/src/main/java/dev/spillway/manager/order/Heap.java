/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.order;

import java.util.Arrays;

/**
 * A binary heap whose entries know their place, so that adding, moving and removing cost O(log n), and what is removed
 * leaves nothing behind. For use by one thread at a time.
 */
final class Heap<E extends Heap.Entry<E>> {
    private static final int OUTSIDE = -1;

    /** Something that has an order, and is in at most one heap. */
    abstract static class Entry<E> {
        private int index = OUTSIDE;

        /** Whether this one comes out before another. May change only while this is in no heap, or before a move. */
        abstract boolean isBefore(E other);

        final boolean isInHeap() {
            return index != OUTSIDE;
        }
    }

    private Entry<?>[] entries = new Entry<?>[64];
    private int size;

    int size() {
        return size;
    }

    /** The one that comes out first, or null. */
    E first() {
        return size == 0 ? null : at(0);
    }

    /** Adds an entry, or has it find its new place if it is here. */
    void put(E entry) {
        if (!entry.isInHeap()) {
            if (size == entries.length) {
                entries = Arrays.copyOf(entries, size * 2);
            }
            place(entry, size++);
        }
        siftUp(index(entry));
        siftDown(index(entry));
    }

    /** Removes an entry, if it is here. */
    void remove(E entry) {
        int index = index(entry);
        if (index == OUTSIDE) {
            return;
        }
        clearIndex(entry);
        E last = at(--size);
        entries[size] = null;
        if (last != entry) {
            place(last, index);
            siftUp(index);
            siftDown(index(last));
        }
    }

    private void siftUp(int from) {
        int index = from;
        while (index > 0 && at(index).isBefore(at((index - 1) / 2))) {
            swap(index, (index - 1) / 2);
            index = (index - 1) / 2;
        }
    }

    private void siftDown(int from) {
        int index = from;
        while (true) {
            int child = 2 * index + 1;
            if (child + 1 < size && at(child + 1).isBefore(at(child))) {
                child++;
            }
            if (child >= size || !at(child).isBefore(at(index))) {
                return;
            }
            swap(index, child);
            index = child;
        }
    }

    private void swap(int a, int b) {
        E entry = at(a);
        place(at(b), a);
        place(entry, b);
    }

    private void place(Entry<E> entry, int index) {
        entries[index] = entry;
        entry.index = index;
    }

    private int index(Entry<E> entry) {
        return entry.index;
    }

    private void clearIndex(Entry<E> entry) {
        entry.index = OUTSIDE;
    }

    @SuppressWarnings("unchecked") // only entries of this type are ever placed
    private E at(int index) {
        return (E) entries[index];
    }
}
