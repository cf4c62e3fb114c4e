/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * The conditions of a GET or HEAD request for a file that exists, in the order of RFC 9110 section 13.2.2. {@link
 * IfRange} and {@link RangeHeader} come after it.
 *
 * <p>A list of tags with broken syntax matches no file. So {@code If-Match} fails and {@code If-None-Match} lets the
 * file be sent: neither is ever taken for a yes that the client did not mean. A date with broken syntax, or one of
 * several lines, is ignored, as is every date when the file has no modification date (sections 13.1.3, 13.1.4).
 */
public final class Preconditions {

    /** What the conditions say. */
    public enum Result {
        /** They hold, or there are none: the request is carried out. */
        PROCEED,

        /** The client has the file already: status 304. */
        NOT_MODIFIED,

        /** The file is not the one that the client meant: status 412. */
        FAILED
    }

    private Preconditions() {}

    /**
     * Evaluates all four conditions.
     *
     * @param request gives the lines of a request field by its name; an empty list if the field is absent
     */
    public static Result evaluate(Function<String, List<String>> request, Validators current) {
        List<String> ifMatch = request.apply("If-Match");
        boolean sameFile = ifMatch.isEmpty()
                ? !isModifiedSince(request.apply("If-Unmodified-Since"), current)
                        .orElse(false)
                : matches(ifMatch, current, EntityTag::matchesStrongly);
        if (!sameFile) {
            return Result.FAILED;
        }
        List<String> ifNoneMatch = request.apply("If-None-Match");
        boolean newToClient = ifNoneMatch.isEmpty()
                ? isModifiedSince(request.apply("If-Modified-Since"), current).orElse(true)
                : !matches(ifNoneMatch, current, EntityTag::matchesWeakly);
        return newToClient ? Result.PROCEED : Result.NOT_MODIFIED;
    }

    /** Empty where the field is to be ignored. */
    private static Optional<Boolean> isModifiedSince(List<String> fieldLines, Validators current) {
        Optional<Instant> since =
                FieldValues.single(fieldLines).flatMap(value -> HttpDate.parse(value, current.date()));
        return since.flatMap(time -> current.lastModified().map(modified -> modified.isAfter(time)));
    }

    private static boolean matches(
            List<String> fieldLines, Validators current, BiPredicate<EntityTag, EntityTag> comparison) {
        List<String> elements = FieldValues.list(fieldLines);
        if (elements.equals(List.of("*"))) {
            return true;
        }
        List<Optional<EntityTag>> tags = elements.stream().map(EntityTag::parse).toList();
        return tags.stream().allMatch(Optional::isPresent)
                && current.entityTag()
                        .filter(actual -> tags.stream().anyMatch(tag -> comparison.test(tag.orElseThrow(), actual)))
                        .isPresent();
    }
}
