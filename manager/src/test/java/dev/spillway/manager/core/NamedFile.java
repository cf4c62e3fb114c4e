/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.SourceFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A file of which nothing but its name is ever used, as there is no download of it. */
record NamedFile(Path path) implements SourceFile {
    @Override
    public long size() {
        return 0;
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
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOverwritten() {
        return false;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
