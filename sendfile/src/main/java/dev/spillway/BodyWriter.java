/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway;

import dev.spillway.manager.api.Segment;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Copies a body to a client on the thread that calls, through one buffer of {@value #BUFFER_BYTES} bytes at most. */
final class BodyWriter {
    private static final int BUFFER_BYTES = 1 << 16;

    /** With a limited rate, bytes leave in so many portions a second; fewer would come in jerks. */
    private static final int PORTIONS_PER_SECOND = 8;

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final FileChannel file;
    private final OutputStream client;
    private final long bytesPerSecond;
    private final byte[] buffer;
    private final long start = System.nanoTime();
    private long written;

    /**
     * Prepares a copy.
     *
     * @param bytesPerSecond greatest rate, from this moment on; 0 for no limit
     */
    BodyWriter(FileChannel file, OutputStream client, long bytesPerSecond) {
        this.file = file;
        this.client = client;
        this.bytesPerSecond = bytesPerSecond;
        long portion = bytesPerSecond == 0 ? BUFFER_BYTES : Math.max(1, bytesPerSecond / PORTIONS_PER_SECOND);
        buffer = new byte[(int) Math.min(BUFFER_BYTES, portion)];
    }

    /**
     * Writes the whole body.
     *
     * @throws EOFException if the file has become shorter; the client must not take what it got for all
     * @throws IOException if the client has gone away or the file can't be read
     */
    void write(List<Segment> body) throws IOException {
        for (Segment piece : body) {
            if (piece instanceof Segment.FileRegion slice) {
                writeSlice(slice.position(), slice.position() + slice.length());
            } else if (piece instanceof Segment.Bytes literal) {
                writeLiteral(literal.content());
            }
        }
    }

    private void writeLiteral(byte[] bytes) throws IOException {
        client.write(bytes);
        written += bytes.length;
    }

    private void writeSlice(long from, long to) throws IOException {
        long position = from;
        while (position < to) {
            int wanted = (int) Math.min(buffer.length, to - position);
            int count = file.read(ByteBuffer.wrap(buffer, 0, wanted), position);
            if (count < 0) {
                throw new EOFException("the file was cut short while it was sent");
            }
            client.write(buffer, 0, count);
            position += count;
            written += count;
            if (bytesPerSecond > 0) {
                client.flush();
                pause();
            }
        }
    }

    /** Waits until the bytes written so far may have been written. */
    private void pause() throws IOException {
        long due = (long) (written * NANOS_PER_SECOND / bytesPerSecond);
        try {
            TimeUnit.NANOSECONDS.sleep(due - (System.nanoTime() - start));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a file was sent at a limited rate");
        }
    }
}
