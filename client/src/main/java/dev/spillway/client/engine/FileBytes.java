/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.store.PartialFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Goes through bytes of the partial file. */
final class FileBytes {
    private static final int BUFFER_BYTES = 256 * 1024;

    private FileBytes() {}

    /**
     * Hands out the bytes in order.
     *
     * @param consumer gets a buffer that holds other bytes on the next call
     */
    static void each(PartialFile file, long start, long end, Consumer<ByteBuffer> consumer) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long position = start;
        while (position < end) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
            file.read(buffer, position);
            position += buffer.flip().remaining();
            consumer.accept(buffer);
        }
    }
}
