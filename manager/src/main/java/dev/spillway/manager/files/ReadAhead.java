/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.files;

import dev.spillway.manager.api.SourceFile;

/**
 * Keeps one download from sending what is not in memory, and has read ahead of it what it will send within about a second.
 * Used on the thread of its loop.
 */
public final class ReadAhead {
    private static final long MOST_BYTES = 16L << 20;

    private final ColdFile file;
    private final DiskReaders disk;
    private final Runnable onRead;

    /** Up to where was read ahead. */
    private long askedUntil;

    /** @param onRead told, on any thread, when what was waited for is there */
    public ReadAhead(SourceFile file, DiskReaders disk, Runnable onRead) {
        this.file = file instanceof ColdFile cold ? cold : null;
        this.disk = disk;
        this.onRead = onRead;
    }

    /** Whether a part of a file is in memory, as far as can be told. */
    public static boolean isInMemory(SourceFile file, long position, long length) {
        return !(file instanceof ColdFile cold) || cold.residency().isInMemory(position, length, System.nanoTime());
    }

    /**
     * Bytes of a region that a download may send now without waiting for a disk, up to those that are wanted; 0 if they
     * have to be brought first, and {@code onRead} will be told.
     *
     * @param position where the region goes on
     * @param regionEnd where it ends, behind that position
     * @param bytesPerSecond rate of the download
     */
    public long ready(long position, long regionEnd, long wanted, long bytesPerSecond, long nowNanos) {
        if (file == null) {
            return wanted;
        }
        long limit = Math.min(regionEnd, position + wanted);
        long end = position;
        while (end < limit && file.residency().isInMemory(end, 1, nowNanos)) {
            end = Math.min(limit, chunkEnd(end));
        }
        if (end == position) {
            disk.bringIn(file, position / Residency.CHUNK_BYTES, onRead);
            askedUntil = chunkEnd(position);
        } else {
            disk.countHit();
        }
        long ahead = position + Math.min(MOST_BYTES, bytesPerSecond);
        readAhead(position, Math.min(regionEnd, ahead), nowNanos);
        return end - position;
    }

    /** Has read what is not in memory of that which a download will send within about a second. */
    private void readAhead(long position, long until, long nowNanos) {
        if (askedUntil < position || askedUntil > position + 2 * MOST_BYTES) {
            askedUntil = chunkEnd(position); // another region
        }
        for (; askedUntil < until; askedUntil = chunkEnd(askedUntil)) {
            if (!file.residency().isInMemory(askedUntil, 1, nowNanos)) {
                disk.readAhead(file, askedUntil / Residency.CHUNK_BYTES);
            }
        }
    }

    private static long chunkEnd(long position) {
        return (position / Residency.CHUNK_BYTES + 1) * Residency.CHUNK_BYTES;
    }
}
