/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;

/**
 * What was read from a file, read again when the file changes. Who asks never waits: a check that is due is done by
 * another thread, and until it is through everybody gets what was read before. A file that can't be read any more, or
 * has an error in it, is logged, and what was read before stays.
 *
 * <p>The thread lives only while it checks, so there is nothing to stop.
 */
final class WatchedFile<T> {
    /** How long a change may go unnoticed, given that somebody asks. */
    static final Duration CHECK_INTERVAL = Duration.ofSeconds(10);

    private static final Log log = LogFactory.getLog(WatchedFile.class);
    private static final StringManager sm = StringManager.getManager(WatchedFile.class);

    /** Makes something of a file; bad content is an {@link IllegalArgumentException} that says where. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Path file) throws IOException;
    }

    private record Version(FileTime changed, long size, Object key) {
        static Version of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        }
    }

    private final Path file;
    private final Reader<T> reader;
    private final LongSupplier nanoTime;
    private final Executor executor;
    private final AtomicLong nextCheck;
    private final AtomicBoolean isChecking = new AtomicBoolean();
    private Version version; // only the constructor and whoever has set isChecking
    private volatile T content;

    /**
     * Reads the file.
     *
     * @param where it is named in the configuration, for the message
     * @throws IllegalArgumentException if that fails, or the content is bad
     */
    static <T> WatchedFile<T> open(String where, Path file, Reader<T> reader) {
        return open(where, file, reader, System::nanoTime, WatchedFile::inBackground);
    }

    static <T> WatchedFile<T> open(
            String where, Path file, Reader<T> reader, LongSupplier nanoTime, Executor executor) {
        try {
            return new WatchedFile<>(file, reader, nanoTime, executor);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    where + " names \"" + file + "\", which can't be read (" + e
                            + "): it must be a file that the user of Tomcat may read",
                    e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + " names \"" + file + "\": " + e.getMessage(), e);
        }
    }

    private WatchedFile(Path file, Reader<T> reader, LongSupplier nanoTime, Executor executor) throws IOException {
        this.file = file;
        this.reader = reader;
        this.nanoTime = nanoTime;
        this.executor = executor;
        this.nextCheck = new AtomicLong(nanoTime.getAsLong() + CHECK_INTERVAL.toNanos());
        this.version = Version.of(file);
        this.content = reader.read(file);
    }

    /** What was read last. */
    T get() {
        long now = nanoTime.getAsLong();
        long due = nextCheck.get();
        if (now - due >= 0
                && nextCheck.compareAndSet(due, now + CHECK_INTERVAL.toNanos())
                && isChecking.compareAndSet(false, true)) {
            startCheck();
        }
        return content;
    }

    private void startCheck() {
        try {
            executor.execute(this::check);
        } catch (RuntimeException | OutOfMemoryError e) { // the latter says that there are too many threads
            isChecking.set(false);
            log.error(sm.getString("watchedFile.reloadFailed", file, e), e);
        }
    }

    private void check() {
        try {
            // Asked for before reading: if the file changes meanwhile, the next check sees it.
            Version found = Version.of(file);
            if (!found.equals(version)) {
                version = found;
                content = reader.read(file);
                log.info(sm.getString("watchedFile.reloaded", file));
            }
        } catch (IOException | RuntimeException e) {
            log.error(sm.getString("watchedFile.reloadFailed", file, e), e);
        } finally {
            isChecking.set(false);
        }
    }

    static void inBackground(Runnable check) {
        // Started by a request, so nothing of an application may be inherited.
        Thread thread = new Thread(null, check, "spillway-policy-reload", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(WatchedFile.class.getClassLoader());
        thread.start();
    }
}
