/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import java.nio.ByteBuffer;

/** A piece of a response body. Sent one after the other, the pieces are the body. */
public sealed interface BodyPiece {

    /** How many bytes it adds to the body; at least 1. */
    long length();

    /** Bytes that are in no file. */
    final class Literal implements BodyPiece {

        private final byte[] bytes;

        /** @throws IllegalArgumentException if there are no bytes */
        public Literal(byte[] bytes) {
            if (bytes.length == 0) {
                throw new IllegalArgumentException("bytes is empty");
            }
            this.bytes = bytes.clone();
        }

        /** The bytes, from position to limit; read-only, and with a position of its own at every call. */
        public ByteBuffer buffer() {
            return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        }

        @Override
        public long length() {
            return bytes.length;
        }
    }

    /**
     * A region of the file that is being sent.
     *
     * @param position of its first byte in the file, from 0
     * @param length in bytes, from 1; position and length together are at most 2^63 - 1
     */
    record FileSlice(long position, long length) implements BodyPiece {

        /** @throws IllegalArgumentException if the numbers are out of bounds */
        public FileSlice {
            if (position < 0 || length < 1 || position > Long.MAX_VALUE - length) {
                throw new IllegalArgumentException("position=" + position + ", length=" + length
                        + ": position >= 0, length >= 1 and position + length < 2^63 must hold");
            }
        }
    }
}
