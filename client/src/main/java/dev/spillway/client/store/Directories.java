/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes changes of a directory last. Whoever comes while it is being forced to the disk shares the next time with all others who wait: many small files that are
 * finished at the same time cost few forces.
 */
final class Directories {
    /** Those that somebody wants to be forced at the moment. Guarded by itself. */
    private static final Map<Path, Directories> WANTED = new HashMap<>();

    private final ReentrantLock forcing = new ReentrantLock();

    /** Number of forces that have begun; changes under the lock. */
    private volatile long begun;

    /** Number of the last one that has succeeded. Guarded by the lock. */
    private long succeeded;

    /** Guarded by the map. */
    private int users;

    private Directories() {}

    /** Forces the directory of a file to the disk, so that a new name is still there after a loss of power. */
    static void force(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Directories shared;
        synchronized (WANTED) {
            shared = WANTED.get(directory);
            if (shared == null) {
                shared = new Directories();
                WANTED.put(directory, shared);
            }
            shared.users++;
        }
        try {
            shared.forceOnce(directory);
        } finally {
            synchronized (WANTED) {
                if (--shared.users == 0) {
                    WANTED.remove(directory);
                }
            }
        }
    }

    private void forceOnce(Path directory) throws IOException {
        // The one that runs at the moment may have passed over what we want to last.
        long wanted = begun + 1;
        forcing.lock();
        try {
            if (succeeded < wanted) {
                long number = begun + 1;
                begun = number;
                forceNow(directory);
                succeeded = number;
            }
        } finally {
            forcing.unlock();
        }
    }

    private static void forceNow(Path path) throws IOException {
        FileChannel directory;
        try {
            directory = FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            // Not every system lets a directory be opened; there it cannot be forced, either.
            return;
        }
        try (directory) {
            directory.force(true);
        }
    }
}
