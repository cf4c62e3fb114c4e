/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.store;

/**
 * Bytes of a file that belong together.
 *
 * @param start offset of the first
 * @param end offset behind the last, above {@code start}
 * @param owner number of the server that they came from, or {@link #NOBODY}
 */
public record Span(long start, long end, int owner) {
    /** No particular server. */
    public static final int NOBODY = -1;

    public Span {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("span " + start + " to " + end + " holds no byte");
        }
    }

    public long length() {
        return end - start;
    }
}
