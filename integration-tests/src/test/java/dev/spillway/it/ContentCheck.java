/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/** Takes in bytes and fails at the first one that differs from the file, or that comes after the file's end. */
final class ContentCheck extends OutputStream {
    private final FileChannel expected;
    private long position;
    private ByteBuffer window = ByteBuffer.allocate(256 * 1024);

    private ContentCheck(FileChannel expected, long from) {
        this.expected = expected;
        this.position = from;
    }

    static ContentCheck of(Path file) {
        return of(file, 0);
    }

    /** Compares with what the file has from the given offset on. */
    static ContentCheck of(Path file, long from) {
        try {
            return new ContentCheck(FileChannel.open(file), from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (window.capacity() < length) {
            window = ByteBuffer.allocate(length);
        }
        window.clear().limit(length);
        while (window.hasRemaining()) {
            if (expected.read(window, position + window.position()) < 0) {
                throw new AssertionError("Bytes beyond the end of the file: " + window.remaining());
            }
        }
        int difference = Arrays.mismatch(bytes, offset, offset + length, window.array(), 0, length);
        if (difference >= 0) {
            throw new AssertionError("The bytes differ from the file at offset " + (position + difference));
        }
        position += length;
    }

    /** The offset of the next byte to come. */
    long position() {
        return position;
    }

    @Override
    public void close() {
        try {
            expected.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
