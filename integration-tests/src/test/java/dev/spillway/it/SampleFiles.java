/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/** Files to download, in a directory of their own that goes away at the end. The same seed gives the same bytes. */
final class SampleFiles implements AutoCloseable {
    static final int KIB = 1024;
    static final int MIB = 1024 * KIB;
    static final long GIB = 1024L * MIB;

    private static final long SEED = 20_261_120;

    private final Path directory = BuildPaths.newDirectory("samples");

    Path random(String name, int bytes) {
        Path file = directory.resolve(name);
        SplittableRandom random = new SplittableRandom(SEED + name.hashCode());
        byte[] block = new byte[MIB];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int left = bytes; left > 0; left -= block.length) {
                random.nextBytes(block);
                out.write(block, 0, Math.min(left, block.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** A file of holes that takes no disk, with marks where an offset that is cut to 31 or 32 bits would show. */
    Path sparse(String name, long bytes) {
        Path file = directory.resolve(name);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long mark = 0; mark < bytes; mark += GIB / 2) {
                channel.write(StandardCharsets.US_ASCII.encode("mark at " + mark), mark);
            }
            channel.write(ByteBuffer.wrap(new byte[] {'e', 'n', 'd'}), bytes - 3);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Text that compresses well. */
    Path text(String name, int bytes) {
        Path file = directory.resolve(name);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            int written = 0;
            for (int number = 0; written < bytes; number++) {
                byte[] line = "line %d of a long text\n".formatted(number).getBytes(StandardCharsets.US_ASCII);
                int length = Math.min(line.length, bytes - written);
                out.write(line, 0, length);
                written += length;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    Path directory() {
        return directory;
    }

    /** Cuts a file short. */
    static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    @Override
    public void close() {
        BuildPaths.delete(directory);
    }
}
