/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

/** A piece of an answer: bytes from memory, or a region of the file. They are sent in order, without gap. */
public sealed interface Segment {
    /** Number of bytes that the segment adds to the answer. */
    long length();

    /**
     * Bytes from memory, such as a head.
     *
     * @param content sent as they are; the array must not be changed any more
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; a copy of every head would buy nothing
    record Bytes(byte[] content) implements Segment {
        @Override
        public long length() {
            return content.length;
        }
    }

    /**
     * A region of the file.
     *
     * @param position offset of the first byte, 0 or more
     * @param length number of bytes, 1 or more
     */
    record FileRegion(long position, long length) implements Segment {
        public FileRegion {
            if (position < 0 || length < 1 || position > Long.MAX_VALUE - length) {
                throw new IllegalArgumentException("file region position=" + position + " length=" + length
                        + ": position must be 0 or more, length 1 or more, and their sum below 2^63");
            }
        }
    }
}
