/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.wire;

import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.Segment.Bytes;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.Terms;
import dev.spillway.process.log.LineTemplate;
import java.util.List;
import java.util.Optional;

/**
 * A download for the manager, with the descriptors of its socket and its file. Body: number (8), whether the connection is to
 * come back (1), bytes sent before (8), nanoseconds since the beginning (8), name of the file (text), its length (8) and time
 * of modification in nanoseconds since 1970 (8), segments (list of kind (1) and either bytes or position (8) and length (8)),
 * terms (texts, priority (4), rate (8), bytes before it (8)), line of the log (optional).
 *
 * @param id number of the download
 * @param isReturnWanted whether the connection is to be kept open for Tomcat
 * @param sentBefore bytes of the answer that the socket has taken already
 * @param elapsedNanos since the beginning of the download
 * @param name of the file, for messages; nothing is ever opened by it
 * @param size of the file when it was opened, in bytes
 * @param modifiedNanos time of its last modification then
 * @param segments what is left to send
 * @param terms for whom, and how fast at most
 * @param line what to write to the log if the valve is gone by the end
 */
public record Offer(
        long id,
        boolean isReturnWanted,
        long sentBefore,
        long elapsedNanos,
        String name,
        long size,
        long modifiedNanos,
        List<Segment> segments,
        Terms terms,
        Optional<LineTemplate> line)
        implements Frame {
    private static final int BYTES = 0;
    private static final int REGION = 1;

    @Override
    public FrameType type() {
        return FrameType.OFFER;
    }

    @Override
    public int descriptors() {
        return 2;
    }

    @Override
    public void write(BodyWriter out) {
        out.number(id).flag(isReturnWanted).number(sentBefore).number(elapsedNanos);
        out.text(name).number(size).number(modifiedNanos);
        out.list(segments, segment -> write(segment, out));
        TermsCodec.write(terms, out);
        out.optional(line, present -> write(present, out));
    }

    private static void write(Segment segment, BodyWriter out) {
        if (segment instanceof FileRegion region) {
            out.octet(REGION).number(region.position()).number(region.length());
        } else if (segment instanceof Bytes memory) {
            out.octet(BYTES).bytes(memory.content());
        }
    }

    private static void write(LineTemplate line, BodyWriter out) {
        out.text(line.text())
                .number(line.status())
                .number(line.headBytes())
                .number(line.bodyBytes())
                .duration(line.untilHandOver());
    }

    static Offer read(BodyReader in) throws WireException {
        return new Offer(
                in.number(),
                in.flag(),
                in.count(),
                in.count(),
                in.text(),
                in.count(),
                in.number(),
                in.list(() -> readSegment(in)),
                TermsCodec.read(in),
                in.optional(() -> new LineTemplate(in.text(), in.integer(), in.count(), in.count(), in.duration())));
    }

    private static Segment readSegment(BodyReader in) throws WireException {
        int kind = in.octet();
        if (kind == BYTES) {
            return new Bytes(in.bytes());
        }
        if (kind != REGION) {
            throw new WireException("a segment of the unknown kind " + kind);
        }
        try {
            return new FileRegion(in.number(), in.number());
        } catch (IllegalArgumentException e) {
            throw new WireException(e.getMessage());
        }
    }
}
