/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * An opened regular file, as it was when it was opened. Each holder closes its own; the descriptor is closed with the
 * last one.
 */
public interface SourceFile extends AutoCloseable {
    /** The name by which the file was opened. */
    Path path();

    /** Length in bytes at the time of opening. */
    long size();

    /** Time of the last modification, at the time of opening, as exact as the file system has it. */
    Instant lastModified();

    /** What tells the file from another of the same name, length and time, if the file system has such a thing. */
    Optional<Object> fileKey();

    /** The shared channel. Only positioned reads and {@code transferTo} are allowed on it. */
    FileChannel channel();

    /**
     * Tells if the bytes of the opened file were written over since it was opened, so that what was sent may be a mix
     * of two versions. A file that was deleted, or replaced by another one of the same name, keeps its bytes for those
     * who have it open, so that is no change; neither is growth, as of a log that is being written.
     */
    boolean isOverwritten();

    @Override
    void close();
}
