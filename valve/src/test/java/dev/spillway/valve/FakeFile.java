/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.SourceFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A file of which only length and time matter. */
record FakeFile(Path path, long size, Instant lastModified) implements SourceFile {
    static final Instant LONG_AGO = Instant.parse("2020-02-02T02:02:02.020Z");

    static FakeFile of(long size) {
        return new FakeFile(Path.of("/srv/big.iso"), size, LONG_AGO);
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
