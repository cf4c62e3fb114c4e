/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import dev.spillway.manager.api.Segment.FileRegion;
import java.util.List;
import java.util.Objects;

/**
 * What to send over one socket (SYSTEMS.md A8: the head goes with the body). Refused with an
 * {@link IllegalArgumentException} if there is no segment, or a region ends beyond the file.
 *
 * @param file the file that the regions are taken from
 * @param segments the answer in order, head first; not empty
 * @param terms for whom, and how fast at most
 */
public record Transfer(SourceFile file, List<Segment> segments, Terms terms) {
    public Transfer {
        Objects.requireNonNull(terms, "terms");
        segments = List.copyOf(segments);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("segments is empty: there is nothing to send");
        }
        for (Segment segment : segments) {
            if (segment instanceof FileRegion region && region.position() + region.length() > file.size()) {
                throw new IllegalArgumentException("file region position=" + region.position() + " length="
                        + region.length() + " ends beyond " + file.path() + " of " + file.size() + " bytes");
            }
        }
    }

    /** For nobody in particular, without a limit of the rate. */
    public Transfer(SourceFile file, List<Segment> segments) {
        this(file, segments, Terms.NONE);
    }

    /** Number of bytes of the whole answer. */
    public long length() {
        return segments.stream().mapToLong(Segment::length).sum();
    }
}
