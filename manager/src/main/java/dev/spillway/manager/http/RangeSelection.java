/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import java.util.List;

/** What a {@code Range} field asks of a file, and so which status the answer has. */
public sealed interface RangeSelection {

    /** The whole file with status 200: no range was asked for, or the field is ignored. */
    record Whole() implements RangeSelection {}

    /**
     * Parts of the file with status 206. One range is sent as it is with {@code Content-Range} in the head; several are
     * sent as {@link MultipartRanges}, because a client that got one range must not get a multipart body for it (RFC
     * 9110 section 15.3.7).
     *
     * @param ranges at least one, in the order asked for, all within the file; they may overlap, but together they are
     *     never longer than the file
     */
    record Partial(List<ByteRange> ranges) implements RangeSelection {

        /** @throws IllegalArgumentException if there is no range */
        public Partial {
            ranges = List.copyOf(ranges);
            if (ranges.isEmpty()) {
                throw new IllegalArgumentException("ranges is empty: at least one is needed");
            }
        }
    }

    /**
     * Nothing of the file: status 416.
     *
     * @param completeLength length of the file in bytes
     */
    record Unsatisfiable(long completeLength) implements RangeSelection {

        /** The value of {@code Content-Range} that goes with status 416, RFC 9110 section 14.4. */
        public String contentRange() {
            return "bytes */" + completeLength;
        }
    }
}
