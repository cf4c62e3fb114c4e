/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.files;

import dev.spillway.manager.api.ColdReads;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Brings parts of files into memory on threads that may wait for a disk, so that loops need not: {@code sendfile(2)} of what
 * is not there stops the thread that calls it, and with it all downloads of a loop. What somebody waits for goes before
 * what is read ahead. For use by any thread.
 *
 * <p>The threads are never interrupted, as that would close the file for all who have it open.
 */
public final class DiskReaders {
    private static final Logger LOG = System.getLogger(DiskReaders.class.getName());
    private static final int READ_BYTES = 128 << 10;

    private final ThreadLocal<ByteBuffer> scratch =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(READ_BYTES));
    private final ThreadPoolExecutor threads;
    private final Map<Chunk, Reading> readings = new ConcurrentHashMap<>();
    private final AtomicLong lastNumber = new AtomicLong();
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    /** @param count most threads at once; those that have nothing to do for a while end */
    public DiskReaders(int count) {
        AtomicLong threadNumber = new AtomicLong();
        threads = new ThreadPoolExecutor(
                count,
                count,
                10,
                TimeUnit.SECONDS,
                new PriorityBlockingQueue<>(),
                task -> newThread(task, threadNumber));
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread newThread(Runnable task, AtomicLong number) {
        Thread thread = new Thread(null, task, "spillway-disk-" + number.getAndIncrement(), 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(DiskReaders.class.getClassLoader());
        return thread;
    }

    void countHit() {
        hits.increment();
    }

    public ColdReads counts() {
        return new ColdReads(hits.sum(), misses.sum(), bytes.sum());
    }

    /**
     * Brings a chunk into memory that somebody waits for.
     *
     * @param onRead told, on any thread, when it is there, or can't be brought
     */
    void bringIn(ColdFile file, long chunk, Runnable onRead) {
        read(file, chunk, onRead);
    }

    /** Brings a chunk into memory that will be needed soon. */
    void readAhead(ColdFile file, long chunk) {
        if (!readings.containsKey(new Chunk(file.residency(), chunk))) {
            read(file, chunk, null);
        }
    }

    private void read(ColdFile file, long chunk, Runnable onRead) {
        Chunk key = new Chunk(file.residency(), chunk);
        Reading[] toStart = new Reading[1];
        readings.compute(key, (any, present) -> {
            Reading reading = present;
            if (reading == null) {
                reading = new Reading(key, file.again(), lastNumber.incrementAndGet());
                toStart[0] = reading;
            } else if (onRead != null && threads.remove(reading)) {
                toStart[0] = reading; // somebody waits now for what was only to be read ahead
            }
            if (onRead != null) {
                reading.waiting.add(onRead);
                if (toStart[0] != null) {
                    reading.isUrgent = true;
                }
            }
            return reading;
        });
        if (toStart[0] != null) {
            threads.execute(toStart[0]);
        }
    }

    /** Ends the threads when they have done what they were asked for. */
    public void stop() {
        threads.setRejectedExecutionHandler((task, pool) -> ((Reading) task).end());
        threads.shutdown();
    }

    private record Chunk(Residency residency, long number) {}

    private final class Reading implements Runnable, Comparable<Reading> {
        private final Chunk chunk;
        private final ColdFile file;
        private final long number;
        private final List<Runnable> waiting = new ArrayList<>();

        /** Whether somebody waits; changed only while this stands in no queue. */
        private volatile boolean isUrgent;

        /** Whether the disk was needed, as far as is known. */
        private boolean isMiss = true;

        Reading(Chunk chunk, ColdFile file, long number) {
            this.chunk = chunk;
            this.file = file;
            this.number = number;
        }

        @Override
        public void run() {
            try {
                long start = chunk.number * Residency.CHUNK_BYTES;
                long end = Math.min(file.size(), start + Residency.CHUNK_BYTES);
                ByteBuffer memory = scratch.get();
                isMiss = !chunk.residency.probe(file.channel(), start, memory);
                for (long at = start; isMiss && at < end; at += READ_BYTES) {
                    bytes.add(Math.max(0, file.channel().read(memory.clear(), at)));
                }
                chunk.residency.markRead(start, System.nanoTime());
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.DEBUG, "Left to the loop, which will find out what is wrong", e);
            } finally {
                end();
            }
        }

        /** Nobody joins any more once it is out of the table, so those who wait are known. */
        void end() {
            readings.remove(chunk);
            file.close();
            (isMiss ? misses : hits).add(waiting.size());
            waiting.forEach(Runnable::run);
        }

        @Override
        public int compareTo(Reading other) {
            return isUrgent != other.isUrgent ? (isUrgent ? -1 : 1) : Long.compare(number, other.number);
        }
    }
}
