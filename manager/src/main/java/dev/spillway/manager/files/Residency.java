/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.files;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Which parts of an open file are in memory, by {@code mincore(2)}. To ask costs about a tenth of what sending costs, so
 * what was found in memory is taken to be there for some seconds, whoever asks. For use by any thread.
 *
 * <p>Linux tells only those who own the file or may write to it, and says "yes" to all others. Then a disk thread has to
 * {@link #probe} each chunk before it is taken to be there.
 */
public final class Residency {
    private static final Logger LOG = System.getLogger(Residency.class.getName());

    /** Bytes of which is remembered when they were seen in memory. */
    static final int CHUNK_BYTES = 512 << 10;

    private static final long MAP_BYTES = 1 << 30;

    /** Chunks of files beyond 64 GiB share what is remembered. */
    private static final int MOST_CHUNKS = 1 << 17;

    /** About half a second. */
    private static final int TICK_SHIFT = 29;

    private static final int GOOD_TICKS = 6;

    /** The kernel reads and forgets in pieces of about this size. */
    private static final int PROBE_BYTES = 32 << 10;

    /** No disk is as fast as this. A thread that lost the processor meanwhile reads once in vain. */
    private static final long MEMORY_NANOS = 50_000;

    private final Path path;
    private final long size;
    private final AtomicReferenceArray<FileMap> maps;
    private volatile FileChannel channel;
    private volatile Boolean isTold;

    /** By chunk, the tick after that at which it was seen, or 0. Races lose a sighting at worst. */
    private final int[] seen;

    /**
     * Of a file.
     *
     * @param path by which is found out who may be told
     * @param size in bytes, as it is announced
     */
    public Residency(Path path, long size) {
        this.path = path;
        this.size = size;
        maps = new AtomicReferenceArray<>((int) (size / MAP_BYTES) + 1);
        seen = new int[(int) Math.min(MOST_CHUNKS, size / CHUNK_BYTES + 1)];
    }

    /** Of a file of which Linux tells nothing. */
    static Residency untold(Path path, long size) {
        Residency residency = new Residency(path, size);
        residency.isTold = false;
        return residency;
    }

    /** The file is open, again perhaps. */
    public void open(FileChannel openChannel) {
        channel = openChannel;
    }

    private boolean isTold() {
        Boolean told = isTold;
        if (told == null) {
            told = findIsTold();
            isTold = told;
        }
        return told;
    }

    private boolean findIsTold() {
        try {
            return Files.isWritable(path) || Files.getOwner(path).getName().equals(System.getProperty("user.name"));
        } catch (IOException | UnsupportedOperationException e) {
            LOG.log(Level.DEBUG, "Nothing is known of [" + path + "]", e);
            return false;
        }
    }

    /**
     * Whether a part of the file is in memory; yes also if that can't be found out, and for what is beyond its end. Where
     * Linux does not tell, it is what was probed or read in the last seconds.
     */
    boolean isInMemory(long position, long length, long nowNanos) {
        long end = Math.min(size, position + length);
        int tick = (int) (nowNanos >> TICK_SHIFT);
        for (long chunk = position / CHUNK_BYTES; chunk * CHUNK_BYTES < end; chunk++) {
            int slot = (int) (chunk % seen.length);
            if (seen[slot] == 0 || tick + 1 - seen[slot] > GOOD_TICKS) {
                if (!isTold() || !isLoaded(chunk * CHUNK_BYTES)) {
                    return false;
                }
                seen[slot] = tick + 1;
            }
        }
        return true;
    }

    /** A chunk was just read, so it is in memory, even on a file system that does not tell. */
    void markRead(long position, long nowNanos) {
        seen[(int) (position / CHUNK_BYTES % seen.length)] = (int) (nowNanos >> TICK_SHIFT) + 1;
    }

    /**
     * Finds out by reading a byte here and there how long it takes, where Linux does not tell. To be called by a thread that
     * may wait for a disk.
     *
     * @param memory for the bytes, of which nothing is kept
     * @return true if the chunk is in memory; false if it has to be read
     */
    boolean probe(FileChannel openChannel, long chunkStart, ByteBuffer memory) throws IOException {
        if (isTold()) {
            return false; // it was asked for because it is not there
        }
        long end = Math.min(size, chunkStart + CHUNK_BYTES);
        for (long at = chunkStart; at < end; at += PROBE_BYTES) {
            long start = System.nanoTime();
            openChannel.read(memory.clear().limit(1), at);
            if (System.nanoTime() - start > MEMORY_NANOS) {
                return false;
            }
        }
        return true;
    }

    private boolean isLoaded(long chunkStart) {
        try {
            long length = Math.min(CHUNK_BYTES, size - chunkStart);
            return map(chunkStart).isLoaded(chunkStart % MAP_BYTES, length);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "It can't be told what is in memory", e);
            return true;
        }
    }

    private FileMap map(long position) throws IOException {
        int index = (int) (position / MAP_BYTES);
        FileMap map = maps.get(index);
        if (map == null) {
            long start = index * MAP_BYTES;
            map = FileMap.of(channel, start, Math.min(MAP_BYTES, size - start));
            if (!maps.compareAndSet(index, null, map)) {
                map.close();
                map = maps.get(index);
            }
        }
        return map;
    }

    /** The file will be closed, so nobody asks any more until it is open again. What was seen is kept. */
    public void close() {
        for (int i = 0; i < maps.length(); i++) {
            FileMap map = maps.getAndSet(i, null);
            if (map != null) {
                map.close();
            }
        }
    }
}
