/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

/**
 * A stretch of a file, RFC 9110 section 14.1.2: positions are counted from 0 and both ends belong to it, so it holds
 * one byte at least.
 *
 * @param first position of the first byte, from 0
 * @param last position of the last byte, from {@code first} to 2^63 - 2
 */
public record ByteRange(long first, long last) {

    /** @throws IllegalArgumentException if the positions are out of bounds or out of order */
    public ByteRange {
        if (first < 0 || last < first || last == Long.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "first=" + first + ", last=" + last + ": 0 <= first <= last <= 2^63 - 2 must hold");
        }
    }

    /** How many bytes it holds, from 1 to 2^63 - 1. */
    public long length() {
        return last - first + 1;
    }

    /**
     * The value of {@code Content-Range} for this range, RFC 9110 section 14.4: {@code bytes 0-499/1234}.
     *
     * @param completeLength length of the whole file in bytes
     * @throws IllegalArgumentException if the range goes past the end of the file
     */
    public String contentRange(long completeLength) {
        if (last >= completeLength) {
            throw new IllegalArgumentException("last=" + last + " >= completeLength=" + completeLength);
        }
        return "bytes " + first + '-' + last + '/' + completeLength;
    }
}
