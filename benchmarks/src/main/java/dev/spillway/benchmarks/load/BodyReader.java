/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads the bodies of one client's answers and checks them as the plan says. */
final class BodyReader {
    private static final int SAMPLE_EVERY = 64;
    private static final int READS_A_TURN = 8;
    private static final int MAX_DISCARD_BYTES = 1 << 20;

    private final long fileBytes;
    private final boolean samples;
    private final Content content;
    private final GroupTally tally;
    private long position;
    private long total;
    private long reads;

    BodyReader(DownloadPlan plan, Content content, GroupTally tally) {
        fileBytes = plan.fileBytes();
        samples = plan.check() == DownloadPlan.Check.SAMPLE;
        this.content = content;
        this.tally = tally;
    }

    /** Bytes of all bodies so far. */
    long total() {
        return total;
    }

    /** Begins a body with the bytes that came with the head; true if that was all. */
    boolean begin(ByteBuffer firstBytes) throws IOException {
        position = 0;
        reads = 0;
        if (firstBytes.remaining() > fileBytes) {
            throw new IOException("more bytes than announced");
        }
        take(firstBytes);
        return position == fileBytes;
    }

    /** Reads what is there, for a turn at most; true if the body is complete. */
    boolean readReady(Wire wire, ByteBuffer buffer) throws IOException {
        for (int turn = 0; turn < READS_A_TURN && position < fileBytes; turn++) {
            boolean isSample = !samples || reads++ % SAMPLE_EVERY == 0;
            long count = isSample ? readAndCheck(wire, buffer, fileBytes - position) : discard(wire);
            if (count == 0) {
                break;
            }
        }
        return position == fileBytes;
    }

    /** Reads at most so many bytes; true if the body is complete. */
    boolean readUpTo(long maxBytes, Wire wire, ByteBuffer buffer) throws IOException {
        long left = Math.min(maxBytes, fileBytes - position);
        while (left > 0) {
            long count = readAndCheck(wire, buffer, left);
            if (count == 0) {
                break;
            }
            left -= count;
        }
        return position == fileBytes;
    }

    private long readAndCheck(Wire wire, ByteBuffer buffer, long maxBytes) throws IOException {
        buffer.clear().limit((int) Math.min(buffer.capacity(), maxBytes));
        int count = wire.read(buffer);
        if (count < 0) {
            throw new IOException("closed before the end");
        }
        take(buffer.flip());
        return count;
    }

    private void take(ByteBuffer data) {
        if (!content.matches(position, data)) {
            tally.wrongReads++;
        }
        tally.checkedBytes += data.remaining();
        position += data.remaining();
        total += data.remaining();
    }

    private long discard(Wire wire) throws IOException {
        long count = wire.discard(Math.min(MAX_DISCARD_BYTES, fileBytes - position));
        if (count < 0) {
            throw new IOException("closed before the end");
        }
        position += count;
        total += count;
        return count;
    }
}
