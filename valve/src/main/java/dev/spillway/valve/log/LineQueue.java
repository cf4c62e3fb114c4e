/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Entries on their way to the writer. Putting one in takes no lock, so a loop thread never waits for a writer that waits
 * for a disk. The price is that there must be an end: when the queue is full, an entry is lost and counted.
 */
final class LineQueue {
    private final int capacity;
    private final Queue<LogEntry> entries = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong lost = new AtomicLong();

    LineQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Puts an entry in, or counts it as lost; never waits. Any thread. */
    void offer(LogEntry entry) {
        if (size.incrementAndGet() > capacity) {
            size.decrementAndGet();
            lost.incrementAndGet();
        } else {
            entries.add(entry);
        }
    }

    /** The next entry, or null if there is none now. The writer only. */
    LogEntry poll() {
        LogEntry entry = entries.poll();
        if (entry != null) {
            size.decrementAndGet();
        }
        return entry;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        return size.get();
    }

    /** Counts entries that were taken out and could not be written. */
    void addLost(long number) {
        lost.addAndGet(number);
    }

    /** Number of entries that were never written, since the beginning. */
    long lost() {
        return lost.get();
    }
}
