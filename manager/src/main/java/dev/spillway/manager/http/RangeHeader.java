/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the {@code Range} field, RFC 9110 section 14.2. To be asked for GET only, after the {@link Preconditions} and
 * {@link IfRange}: the field means nothing with any other method.
 *
 * <p>Where the RFC leaves a choice, this is what is done and why:
 *
 * <ul>
 *   <li>Another unit, broken syntax, or one broken range among good ones: the field is ignored (section 14.2 allows to
 *       ignore or to refuse). A client that cannot be understood gets what it would have got without ranges.
 *   <li>Whitespace is allowed around a range, as in any list, but not within it nor before the equals sign.
 *   <li>Several field lines count as one, joined by commas (section 5.2). Two complete ones therefore break the syntax.
 *   <li>Ranges are neither merged nor sorted. Section 15.3.7.2 permits the first and advises against the second; there
 *       are clients that take the parts in the order in which they asked for them.
 *   <li>Instead, ranges that together are longer than the file are ignored. So the answer never holds more of the file
 *       than a plain 200 would, whatever the overlaps, and asking for the same bytes again and again (CVE-2011-3192)
 *       gains nothing.
 *   <li>More than {@link #MAX_RANGES} ranges are ignored.
 *   <li>On an empty file the field is ignored (section 14.2): no range of it could be satisfied, but the client can be
 *       told all there is.
 * </ul>
 */
public final class RangeHeader {

    /**
     * The most ranges that are answered with parts, counted as written. Every part costs some 150 bytes of heap for as
     * long as the download lasts, and two writes. 200 is what Apache httpd settled on against CVE-2011-3192, so clients
     * in the field are known to get along with it.
     */
    public static final int MAX_RANGES = 200;

    private static final String BYTES = "bytes=";

    private static final RangeSelection WHOLE = new RangeSelection.Whole();

    private RangeHeader() {}

    /**
     * What the client asks for.
     *
     * @param fieldLines the lines of {@code Range}
     * @param completeLength length of the file in bytes, from 0
     * @throws IllegalArgumentException if the length is negative
     */
    public static RangeSelection select(List<String> fieldLines, long completeLength) {
        if (completeLength < 0) {
            throw new IllegalArgumentException("completeLength=" + completeLength + " < 0");
        }
        List<RangeSpec> specs = parse(FieldValues.combined(fieldLines));
        return specs.isEmpty() || completeLength == 0 ? WHOLE : resolve(specs, completeLength);
    }

    /** The range set, or nothing if it is to be ignored. */
    private static List<RangeSpec> parse(String value) {
        if (!value.regionMatches(true, 0, BYTES, 0, BYTES.length())) {
            return List.of();
        }
        List<String> elements = FieldValues.list(List.of(value.substring(BYTES.length())));
        if (elements.size() > MAX_RANGES) {
            return List.of();
        }
        List<RangeSpec> specs = new ArrayList<>(elements.size());
        for (String element : elements) {
            Optional<RangeSpec> spec = RangeSpec.parse(element);
            if (spec.isEmpty()) {
                return List.of();
            }
            specs.add(spec.get());
        }
        return specs;
    }

    private static RangeSelection resolve(List<RangeSpec> specs, long completeLength) {
        List<ByteRange> ranges = new ArrayList<>(specs.size());
        long rest = completeLength;
        for (RangeSpec spec : specs) {
            Optional<ByteRange> range = spec.resolve(completeLength);
            if (range.isPresent()) {
                ranges.add(range.get());
                rest -= range.get().length();
                if (rest < 0) {
                    return WHOLE;
                }
            }
        }
        return ranges.isEmpty() ? new RangeSelection.Unsatisfiable(completeLength) : new RangeSelection.Partial(ranges);
    }
}
