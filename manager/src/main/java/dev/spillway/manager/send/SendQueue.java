/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.send;

import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.Segment.Bytes;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.Transfer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * What is still to be sent of one answer: bytes from memory and regions of the file, in order (SYSTEMS.md A10,
 * A16).
 */
public final class SendQueue {
    private final FileChannel file;
    private final List<Segment> segments;
    private int next;
    private long remaining;

    /** The segment under way: either bytes, or a region from {@code position} on when there are none. */
    private ByteBuffer bytes;

    private long position;
    private long regionRemaining;

    public SendQueue(Transfer transfer) {
        file = transfer.file().channel();
        segments = transfer.segments();
        remaining = transfer.length();
        advance();
    }

    /** Bytes that the socket has not accepted yet. */
    public long remaining() {
        return remaining;
    }

    /** Position in the file where the region under way, or the next one, goes on; after the last one, where that ended. */
    public long position() {
        return position;
    }

    /** What the socket has not accepted yet, for somebody else to send. */
    public List<Segment> rest() {
        List<Segment> rest = new ArrayList<>();
        if (bytes != null) {
            byte[] left = new byte[bytes.remaining()];
            bytes.get(bytes.position(), left);
            rest.add(new Bytes(left));
        } else if (regionRemaining > 0) {
            rest.add(new FileRegion(position, regionRemaining));
        }
        rest.addAll(segments.subList(next, segments.size()));
        return rest;
    }

    /** Bytes from memory that come before that region goes on. */
    public long bytesBeforeRegion() {
        return bytes == null ? 0 : bytes.remaining();
    }

    /** Bytes that are left of that region; 0 if there is none any more. */
    public long regionRemaining() {
        return regionRemaining;
    }

    /**
     * Sends until the socket takes no more, the turn is used up or all is sent.
     *
     * @param turnBytes the most to send
     * @throws FileChangedException if the file ends before the region does
     * @throws IOException if the socket or the file fails
     */
    public SendState writeTo(Sink sink, long turnBytes) throws IOException {
        long turn = turnBytes;
        while (remaining > 0) {
            if (turn <= 0) {
                return SendState.PROGRESS;
            }
            long wanted = Math.min(turn, bytes != null ? bytes.remaining() : regionRemaining);
            long sent = bytes != null ? writeBytes(sink, (int) wanted) : writeRegion(sink, wanted);
            remaining -= sent;
            turn -= sent;
            if (sent < wanted) {
                return SendState.BLOCKED;
            }
            if (segmentIsSent()) {
                advance();
            }
        }
        return sink.flush() ? SendState.DONE : SendState.BLOCKED;
    }

    private boolean segmentIsSent() {
        return bytes != null ? !bytes.hasRemaining() : regionRemaining == 0;
    }

    private long writeBytes(Sink sink, int count) throws IOException {
        int end = bytes.limit();
        bytes.limit(bytes.position() + count);
        try {
            return sink.write(bytes);
        } finally {
            bytes.limit(end);
        }
    }

    private long writeRegion(Sink sink, long count) throws IOException {
        long sent = sink.transferFrom(file, position, count);
        if (sent == 0 && file.size() <= position) {
            // Zero means "not now" only as long as there is something to send: else this would spin for ever.
            throw new FileChangedException(position, file.size());
        }
        position += sent;
        regionRemaining -= sent;
        return sent;
    }

    private void advance() {
        bytes = null;
        while (next < segments.size()) {
            Segment segment = segments.get(next++);
            if (segment instanceof FileRegion region) {
                begin(region);
                return;
            } else if (segment instanceof Bytes memory && memory.length() > 0) {
                bytes = ByteBuffer.wrap(memory.content());
                lookAhead();
                return;
            }
        }
    }

    /** What is to be read from the file next is known while bytes from memory are sent. */
    private void lookAhead() {
        for (int i = next; i < segments.size(); i++) {
            if (segments.get(i) instanceof FileRegion region) {
                begin(region);
                return;
            }
        }
    }

    private void begin(FileRegion region) {
        position = region.position();
        regionRemaining = region.length();
    }
}
