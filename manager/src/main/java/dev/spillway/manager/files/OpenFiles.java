/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.files;

import dev.spillway.manager.api.NotRegularFileException;
import dev.spillway.manager.api.SourceFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The files that are being sent, each distinct one open once. "Distinct" goes beyond the name to what the
 * file system says (inode, length, time of modification): a file that replaces another under the same name is opened anew.
 */
public final class OpenFiles {
    private static final Logger LOG = System.getLogger(OpenFiles.class.getName());

    /** Opening races with whoever replaces the file; a writer that wins so often in a row is busy writing it. */
    private static final int MAX_ATTEMPTS = 5;

    /** Of so many files that are not open any more is kept what was seen of them in memory. */
    private static final int MOST_RECENT = 1024;

    /** They are no longer than this together, which bounds the memory: 4 bytes are kept of {@link Residency#CHUNK_BYTES}. */
    private static final long MOST_RECENT_BYTES = 64L << 30;

    private final Map<Identity, Shared> files = new HashMap<>();

    /** What is known of files that were open lately, so that those that are hot are not asked about each time. */
    private final Map<Identity, Residency> recent = new LinkedHashMap<>();

    private long recentBytes;

    public SourceFile open(Path path) throws IOException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Identity identity = Identity.of(path);
            SourceFile shared = share(identity);
            if (shared != null) {
                return shared;
            }
            // Outside of the lock: a slow disk under one file must not hold up the others.
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                if (identity.equals(Identity.of(path)) && channel.size() == identity.size()) {
                    SourceFile opened = adopt(identity, channel);
                    channel = null;
                    return opened;
                }
            } finally {
                if (channel != null) {
                    channel.close();
                }
            }
        }
        throw new FileNotFoundException(path + " is being replaced again and again");
    }

    /** Number of distinct files that are open. */
    public int count() {
        synchronized (files) {
            return files.size();
        }
    }

    private SourceFile share(Identity identity) {
        synchronized (files) {
            Shared shared = files.get(identity);
            return shared == null ? null : shared.lend();
        }
    }

    private SourceFile adopt(Identity identity, FileChannel channel) throws IOException {
        SourceFile other = null;
        synchronized (files) {
            Shared present = files.get(identity);
            if (present == null) {
                Shared shared = new Shared(identity, channel, recall(identity));
                files.put(identity, shared);
                return shared.lend();
            }
            other = present.lend();
        }
        channel.close();
        return other;
    }

    private Residency recall(Identity identity) {
        Residency known = recent.remove(identity);
        recentBytes -= known == null ? 0 : identity.size();
        return known;
    }

    private void remember(Identity identity, Residency residency) {
        recent.put(identity, residency);
        recentBytes += identity.size();
        Iterator<Identity> eldest = recent.keySet().iterator();
        while (recent.size() > MOST_RECENT || recentBytes > MOST_RECENT_BYTES) {
            recentBytes -= eldest.next().size();
            eldest.remove();
        }
    }

    private record Identity(Path path, Object fileKey, long size, FileTime lastModified) {
        static Identity of(Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new NotRegularFileException(path);
            }
            return new Identity(path, attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
        }
    }

    /** One open descriptor and the number of those who use it; both guarded by the lock of the map. */
    private final class Shared {
        private final Identity identity;
        private final FileChannel channel;
        private final Residency residency;
        private int users;

        /** @param known what is known of the file from before, or null */
        Shared(Identity identity, FileChannel channel, Residency known) {
            this.identity = identity;
            this.channel = channel;
            residency = known == null ? new Residency(identity.path(), identity.size()) : known;
            residency.open(channel);
        }

        Lent lend() {
            users++;
            return new Lent(this);
        }

        void release() {
            synchronized (files) {
                if (--users > 0) {
                    return;
                }
                files.remove(identity);
                residency.close();
                remember(identity, residency);
            }
            try {
                channel.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "Failed to close [" + identity.path() + "]", e);
            }
        }
    }

    private final class Lent implements ColdFile {
        private final Shared shared;
        private final AtomicBoolean closed = new AtomicBoolean();

        Lent(Shared shared) {
            this.shared = shared;
        }

        @Override
        public Path path() {
            return shared.identity.path();
        }

        @Override
        public long size() {
            return shared.identity.size();
        }

        @Override
        public Instant lastModified() {
            return shared.identity.lastModified().toInstant();
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
                return shared.lend();
            }
        }

        @Override
        public boolean isOverwritten() {
            try {
                Identity now = Identity.of(path());
                return Objects.equals(now.fileKey(), shared.identity.fileKey())
                        && !now.lastModified().equals(shared.identity.lastModified())
                        && now.size() <= size();
            } catch (NoSuchFileException | NotRegularFileException e) {
                return false; // deleted or replaced: the open descriptor still has the old bytes
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
