/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.files.ColdFile;
import dev.spillway.manager.files.Residency;
import dev.spillway.process.descriptor.AdoptedChannels;
import dev.spillway.process.wire.Offer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The files that were handed over and are being sent, with one descriptor for each distinct one. */
final class HandedFiles {
    private static final Logger LOG = System.getLogger(HandedFiles.class.getName());
    private static final Path OWN_DESCRIPTORS = Path.of("/proc/self/fd");

    private final AdoptedChannels channels;
    private final Map<Identity, Shared> files = new HashMap<>();

    HandedFiles(AdoptedChannels channels) {
        this.channels = channels;
    }

    /** What tells a file from others, and from itself at another time. */
    private record Identity(Object fileKey, long size, long modifiedNanos) {}

    /**
     * Takes a file over. Its descriptor is closed with the last one who uses it, or at once if there is one already.
     *
     * @throws IOException if the descriptor is no regular file; it is closed then
     */
    SourceFile take(int number, Offer offer) throws IOException {
        FileChannel channel = channels.file(number);
        try {
            BasicFileAttributes attributes = attributes(number);
            if (!attributes.isRegularFile()) {
                throw new IOException("what came as a file is none");
            }
            Identity identity = new Identity(attributes.fileKey(), offer.size(), offer.modifiedNanos());
            synchronized (files) {
                Shared shared = files.get(identity);
                if (shared == null) {
                    shared = new Shared(identity, channel, number);
                    files.put(identity, shared);
                    channel = null;
                }
                return shared.lend(path(offer.name()));
            }
        } finally {
            if (channel != null) {
                channel.close();
            }
        }
    }

    /** Number of distinct files that are open. */
    int count() {
        synchronized (files) {
            return files.size();
        }
    }

    /** What the kernel knows of the file behind a descriptor, whatever has become of its name. */
    private static BasicFileAttributes attributes(int number) throws IOException {
        return Files.readAttributes(OWN_DESCRIPTORS.resolve(Integer.toString(number)), BasicFileAttributes.class);
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            return Path.of("?");
        }
    }

    /** One descriptor; the number of its users is guarded by the lock of the map. */
    private final class Shared {
        private final Identity identity;
        private final FileChannel channel;
        private final int number;
        private final Residency residency;
        private int users;

        Shared(Identity identity, FileChannel channel, int number) {
            this.identity = identity;
            this.channel = channel;
            this.number = number;
            residency = new Residency(OWN_DESCRIPTORS.resolve(Integer.toString(number)), identity.size());
            residency.open(channel);
        }

        Handed lend(Path path) {
            users++;
            return new Handed(this, path);
        }

        void release() {
            synchronized (files) {
                if (--users > 0) {
                    return;
                }
                files.remove(identity);
                residency.close();
            }
            try {
                channel.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "Failed to close a file", e);
            }
        }
    }

    private final class Handed implements ColdFile {
        private final Shared shared;
        private final Path path;
        private final AtomicBoolean closed = new AtomicBoolean();

        Handed(Shared shared, Path path) {
            this.shared = shared;
            this.path = path;
        }

        @Override
        public Path path() {
            return path;
        }

        @Override
        public long size() {
            return shared.identity.size();
        }

        @Override
        public Instant lastModified() {
            return Instant.EPOCH.plusNanos(shared.identity.modifiedNanos());
        }

        @Override
        public Optional<Object> fileKey() {
            return Optional.ofNullable(shared.identity.fileKey());
        }

        @Override
        public FileChannel channel() {
            return shared.channel;
        }

        @Override
        public Residency residency() {
            return shared.residency;
        }

        @Override
        public ColdFile again() {
            synchronized (files) {
                return shared.lend(path);
            }
        }

        @Override
        public boolean isOverwritten() {
            try {
                BasicFileAttributes now = attributes(shared.number);
                return now.lastModifiedTime().to(TimeUnit.NANOSECONDS) != shared.identity.modifiedNanos()
                        && now.size() <= size();
            } catch (IOException e) {
                return true; // it can't be shown that the bytes are right
            }
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                shared.release();
            }
        }
    }
}
