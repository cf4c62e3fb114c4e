/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import java.util.List;
import java.util.Optional;

/** The {@code If-Range} field, RFC 9110 section 13.1.5: the range if the file is unchanged, else the whole file. */
public final class IfRange {

    private IfRange() {}

    /**
     * Whether {@code Range} is to be looked at: the field is absent, or its condition holds.
     *
     * <p>Parts of two different files must never be put together, so only strong validators count. A weak tag, on
     * either side, never matches, nor does a modification date that is less than a second old, nor anything that is not
     * exactly one tag or date. A date must be equal to the current one; later is not good enough.
     *
     * @param fieldLines the lines of {@code If-Range}
     */
    public static boolean permitsRange(List<String> fieldLines, Validators current) {
        if (fieldLines.isEmpty()) {
            return true;
        }
        Optional<String> value = FieldValues.single(fieldLines);
        return value.isPresent() && (tagMatches(value.get(), current) || dateMatches(value.get(), current));
    }

    private static boolean tagMatches(String value, Validators current) {
        Optional<EntityTag> tag = EntityTag.parse(value);
        return tag.isPresent()
                && current.entityTag().filter(tag.get()::matchesStrongly).isPresent();
    }

    private static boolean dateMatches(String value, Validators current) {
        return current.isLastModifiedStrong()
                && HttpDate.parse(value, current.date()).equals(current.lastModified());
    }
}
