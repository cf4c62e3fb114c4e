/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.files.ColdFile;
import dev.spillway.manager.files.Residency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A file on a {@link StuckChannel}, of which nothing is in memory. */
final class StuckFile implements ColdFile {
    private final Path path;
    private final StuckChannel channel;
    private final Residency residency;
    private final AtomicInteger holders = new AtomicInteger(1);

    /** @param path a file that was never written, so that it has no pages */
    StuckFile(Path path) throws IOException {
        this.path = path;
        FileChannel real = FileChannel.open(path, StandardOpenOption.READ);
        channel = new StuckChannel(real);
        residency = new Residency(path, real.size());
        residency.open(real);
    }

    void release() {
        channel.release();
    }

    /** Holders that have not closed it. */
    int holders() {
        return holders.get();
    }

    @Override
    public Residency residency() {
        return residency;
    }

    @Override
    public ColdFile again() {
        holders.incrementAndGet();
        return this;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public long size() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Instant lastModified() {
        return Instant.EPOCH;
    }

    @Override
    public Optional<Object> fileKey() {
        return Optional.empty();
    }

    @Override
    public FileChannel channel() {
        return channel;
    }

    @Override
    public boolean isOverwritten() {
        return false;
    }

    @Override
    public void close() {
        if (holders.decrementAndGet() == 0) {
            residency.close();
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
