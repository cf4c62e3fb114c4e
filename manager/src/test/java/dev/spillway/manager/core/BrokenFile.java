/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.SourceFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/** A file whose descriptor fails at every read, as on a disk that breaks after the file was opened. */
final class BrokenFile implements SourceFile {
    private final Path path;
    private final long size;
    private final FileChannel channel;
    private final Runnable onCheck;

    /** @param onCheck run when somebody asks if the file was overwritten; may throw */
    BrokenFile(Path path, Runnable onCheck) throws IOException {
        this.onCheck = onCheck;
        this.path = path;
        size = Files.size(path);
        channel = FileChannel.open(path, StandardOpenOption.READ);
        channel.close();
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public long size() {
        return size;
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
        onCheck.run();
        return false;
    }

    @Override
    public void close() {
        // The channel was never open for anybody.
    }
}
