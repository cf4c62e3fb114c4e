/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import java.util.stream.Collectors;

/** Writes a selection as one line, so that tables of cases can name it. */
final class RangeTestSupport {

    private RangeTestSupport() {}

    /** {@code 200}, {@code 206 0-4,6-9} or {@code 416 bytes ∗/10}. */
    static String describe(RangeSelection selection) {
        if (selection instanceof RangeSelection.Partial partial) {
            return partial.ranges().stream()
                    .map(range -> range.first() + "-" + range.last())
                    .collect(Collectors.joining(",", "206 ", ""));
        }
        return selection instanceof RangeSelection.Unsatisfiable unsatisfiable
                ? "416 " + unsatisfiable.contentRange()
                : "200";
    }
}
