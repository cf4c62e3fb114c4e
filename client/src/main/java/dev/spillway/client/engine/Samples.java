/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.api.Failure;
import dev.spillway.client.source.Source;
import dev.spillway.client.source.SourceException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;

/**
 * A few short ranges of the file as the reference server has them, against which others are compared when nothing better proves that they have the same
 * file. Finds another file, another version and an error page; a single flipped byte only by luck, which is what checksums are for.
 */
final class Samples {
    private static final int SAMPLE_BYTES = 16 * 1024;
    private static final int MIDDLE_SAMPLES = 2;

    private record Sample(long start, ByteBuffer bytes) {}

    private final Source reference;
    private final long size;
    private final DownloadOptions options;

    /** Fetched when they are needed first; guarded by this. */
    private List<Sample> samples;

    Samples(Source reference, long size, DownloadOptions options) {
        this.reference = reference;
        this.size = size;
        this.options = options;
    }

    /**
     * Compares a server with the reference.
     *
     * @throws SourceException with {@link Failure#FILE_CHANGED} if it has another file, or as either server fails
     */
    void compare(Source other) throws SourceException, InterruptedException {
        for (Sample sample : fetched()) {
            if (!sample.bytes()
                    .equals(ByteBuffer.wrap(
                            read(other, sample.start(), sample.bytes().remaining())))) {
                throw new SourceException(
                        Failure.FILE_CHANGED,
                        other.server() + " has another file: bytes from " + sample.start() + " differ");
            }
        }
    }

    private synchronized List<Sample> fetched() throws SourceException, InterruptedException {
        if (samples == null) {
            List<Sample> fresh = new ArrayList<>();
            for (long start : places()) {
                fresh.add(new Sample(start, ByteBuffer.wrap(read(reference, start, length()))));
            }
            samples = fresh;
        }
        return samples;
    }

    private int length() {
        return (int) Math.min(SAMPLE_BYTES, size);
    }

    /** The beginning, the end, and places between that nobody can foresee. */
    private long[] places() {
        long last = size - length();
        return LongStream.concat(
                        LongStream.of(0, last), ThreadLocalRandom.current().longs(MIDDLE_SAMPLES, 0, last + 1))
                .distinct()
                .toArray();
    }

    private byte[] read(Source source, long start, int length) throws SourceException, InterruptedException {
        return ShortRange.read(source, start, length, options);
    }
}
