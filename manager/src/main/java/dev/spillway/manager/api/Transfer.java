/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import dev.spillway.manager.api.Segment.FileRegion;
import java.util.List;

/**
 * What to send over one socket (SYSTEMS.md A8: the head goes with the body). Refused with an
 * {@link IllegalArgumentException} if there is no segment, or a region ends beyond the file.
 *
 * @param file the file that the regions are taken from
 * @param segments the answer in order, head first; not empty
 * @param bytesPerSecond limit of the rate, 0 for none
 */
public record Transfer(SourceFile file, List<Segment> segments, long bytesPerSecond) {
    public Transfer {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("bytesPerSecond=" + bytesPerSecond + " < 0; 0 is no limit");
        }
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

    /** Without a limit of the rate. */
    public Transfer(SourceFile file, List<Segment> segments) {
        this(file, segments, 0);
    }

    /** Number of bytes of the whole answer. */
    public long length() {
        return segments.stream().mapToLong(Segment::length).sum();
    }
}
