/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.wire;

import java.nio.ByteBuffer;

/** Makes frames of the bytes of one connection, however they are cut into pieces. */
public final class FrameReader {
    private ByteBuffer buffer = ByteBuffer.allocate(16 << 10).limit(0);

    /** Takes bytes in. */
    public void add(ByteBuffer bytes) {
        buffer.compact();
        if (buffer.remaining() < bytes.remaining()) {
            int needed = buffer.position() + bytes.remaining();
            buffer =
                    ByteBuffer.allocate(Math.max(needed, 2 * buffer.capacity())).put(buffer.flip());
        }
        buffer.put(bytes).flip();
    }

    /**
     * The next frame, or null if more bytes have to come before.
     *
     * @throws WireException if there can be none any more
     */
    public Frame next() throws WireException {
        if (buffer.remaining() < Frame.LENGTH_BYTES) {
            return null;
        }
        int length = buffer.getInt(buffer.position());
        if (length < 1 || length > Frame.MAX_BYTES) {
            throw new WireException("a frame of " + length + " bytes");
        }
        if (buffer.remaining() < Frame.LENGTH_BYTES + length) {
            return null;
        }
        ByteBuffer frame = buffer.slice(buffer.position() + Frame.LENGTH_BYTES, length);
        buffer.position(buffer.position() + Frame.LENGTH_BYTES + length);
        return Frame.read(frame);
    }
}
