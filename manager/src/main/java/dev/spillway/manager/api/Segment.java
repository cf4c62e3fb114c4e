/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.util.List;
import java.util.stream.Collectors;

/** A piece of an answer: bytes from memory, or a region of the file. They are sent in order, without gap. */
public sealed interface Segment {
    /** Number of bytes that the segment adds to the answer. */
    long length();

    /** The bytes of the file that segments are about, as in "0-99,200-299/1000". */
    static String ranges(List<Segment> segments, long fileSize) {
        return segments.stream()
                .filter(FileRegion.class::isInstance)
                .map(FileRegion.class::cast)
                .map(region -> region.position() + "-" + (region.position() + region.length() - 1))
                .collect(Collectors.joining(",", "", "/" + fileSize));
    }

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
