/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.http;

import java.util.Optional;

/**
 * Which bytes a request asks for.
 *
 * @param first offset of the first byte
 * @param end offset behind the last byte, above {@code first}; {@link Long#MAX_VALUE} asks for all that follow
 * @param whole asks for the file without a range
 * @param ifRange validator that must still hold for the range to be sent
 */
public record RangeRequest(long first, long end, boolean whole, Optional<String> ifRange) {
    /** The whole file. */
    public static final RangeRequest WHOLE = new RangeRequest(0, Long.MAX_VALUE, true, Optional.empty());

    public RangeRequest {
        if (first < 0 || end <= first) {
            throw new IllegalArgumentException("range " + first + " to " + end + " holds no byte");
        }
    }

    /** Part of the file, if it is still the one that the validator names. */
    public static RangeRequest part(long first, long end, Optional<String> ifRange) {
        return new RangeRequest(first, end, false, ifRange);
    }

    Optional<String> value() {
        String last = end == Long.MAX_VALUE ? "" : Long.toString(end - 1);
        return whole ? Optional.empty() : Optional.of("bytes=" + first + "-" + last);
    }
}
