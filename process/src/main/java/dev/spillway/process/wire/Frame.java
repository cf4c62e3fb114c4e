/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.wire;

import dev.spillway.manager.api.DownloadView;
import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.TransferEnd;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** One thing that a valve and a manager say to each other; see {@code package-info} for when they do. */
public sealed interface Frame permits Hello, Offer, Control, Frame.Simple {
    /** Bytes before the type. */
    int LENGTH_BYTES = 4;

    /** The most that a frame may have behind its length; what has more is not sent to a process. */
    int MAX_BYTES = 1 << 20;

    FrameType type();

    /** Number of descriptors that come with the frame. */
    default int descriptors() {
        return 0;
    }

    /** Puts the body. */
    void write(BodyWriter out);

    /** The whole frame, or nothing if it would be too long. */
    default Optional<ByteBuffer> toBytes() {
        BodyWriter body = new BodyWriter();
        write(body.octet(type().code()));
        byte[] bytes = body.toBytes();
        return bytes.length > MAX_BYTES
                ? Optional.empty()
                : Optional.of(ByteBuffer.allocate(LENGTH_BYTES + bytes.length)
                        .putInt(bytes.length)
                        .put(bytes)
                        .flip());
    }

    /** Reads what follows the length. */
    static Frame read(ByteBuffer frame) throws WireException {
        BodyReader in = new BodyReader(frame);
        Frame read = FrameBodies.read(FrameType.of(in.octet()), in);
        in.end();
        return read;
    }

    /** The frames of a few values. */
    sealed interface Simple extends Frame {}

    /** The manager has a place for a download, and waits for what the valve says. Body: number (8). */
    record Accepted(long id) implements Simple {
        @Override
        public FrameType type() {
            return FrameType.ACCEPTED;
        }

        @Override
        public void write(BodyWriter out) {
            out.number(id);
        }
    }

    /** The manager does not take a download. Body: number (8), reason (text). */
    record Declined(long id, String reason) implements Simple {
        @Override
        public FrameType type() {
            return FrameType.DECLINED;
        }

        @Override
        public void write(BodyWriter out) {
            out.number(id).text(reason);
        }
    }

    /** The download is the manager's. Body: number (8). */
    record Commit(long id) implements Simple {
        @Override
        public FrameType type() {
            return FrameType.COMMIT;
        }

        @Override
        public void write(BodyWriter out) {
            out.number(id);
        }
    }

    /** The offer holds no longer. Body: number (8). */
    record Withdraw(long id) implements Simple {
        @Override
        public FrameType type() {
            return FrameType.WITHDRAW;
        }

        @Override
        public void write(BodyWriter out) {
            out.number(id);
        }
    }

    /** A download has ended. Body: number (8), outcome (text), bytes (8), nanoseconds to the first byte (optional 8) and to the end (8). */
    record Ended(long id, TransferEnd end) implements Simple {
        @Override
        public FrameType type() {
            return FrameType.ENDED;
        }

        @Override
        public void write(BodyWriter out) {
            out.number(id).text(end.outcome().name()).number(end.bytesSent());
            out.optional(end.timeToFirstByte(), out::duration).duration(end.duration());
        }
    }

    /** The connection can go on in Tomcat: the manager is about to close its own descriptor. Body: number (8). */
    record Returning(long id) implements Simple {
        @Override
        public FrameType type() {
            return FrameType.RETURNING;
        }

        @Override
        public void write(BodyWriter out) {
            out.number(id);
        }
    }

    /** What became of a connection that was returning. Body: number (8), whether Tomcat has it (1). */
    record Returned(long id, boolean isTaken) implements Simple {
        @Override
        public FrameType type() {
            return FrameType.RETURNED;
        }

        @Override
        public void write(BodyWriter out) {
            out.number(id).flag(isTaken);
        }
    }

    /** Asks for the figures. Body: number of the question (8). */
    record AskStats(long id) implements Simple {
        @Override
        public FrameType type() {
            return FrameType.ASK_STATS;
        }

        @Override
        public void write(BodyWriter out) {
            out.number(id);
        }
    }

    /** The figures. Body: number of the question (8), the gauges (4 each), the counts (8 each), the outcomes (list of text, 8). */
    record Stats(long id, ManagerStats stats) implements Simple {
        @Override
        public FrameType type() {
            return FrameType.STATS;
        }

        @Override
        public void write(BodyWriter out) {
            out.number(id);
            StatsCodec.write(stats, out);
        }
    }

    /** Comes with a descriptor: the file to which lines go that the valve can't write any more. No body. */
    record LogFile() implements Simple {
        @Override
        public FrameType type() {
            return FrameType.LOG_FILE;
        }

        @Override
        public int descriptors() {
            return 1;
        }

        @Override
        public void write(BodyWriter out) {
            // the descriptor is all there is
        }
    }

    /** Asks the manager to take no more downloads, to free its name, and to end when its last download has. No body. */
    record Retire() implements Simple {
        @Override
        public FrameType type() {
            return FrameType.RETIRE;
        }

        @Override
        public void write(BodyWriter out) {
            // nothing to add
        }
    }

    /** The manager takes no more downloads; another one has its name, or will. Body: reason (text). */
    record Retiring(String reason) implements Simple {
        @Override
        public FrameType type() {
            return FrameType.RETIRING;
        }

        @Override
        public void write(BodyWriter out) {
            out.text(reason);
        }
    }

    /** The manager will have nothing to do with this valve, and closes. Body: reason (text). The same in all versions. */
    record Refused(String reason) implements Simple {
        @Override
        public FrameType type() {
            return FrameType.REFUSED;
        }

        @Override
        public void write(BodyWriter out) {
            out.text(reason);
        }
    }

    /** Whether there was what was to be controlled. Body: number of the question (8), whether (1). */
    record Done(long id, boolean isDone) implements Simple {
        @Override
        public FrameType type() {
            return FrameType.DONE;
        }

        @Override
        public void write(BodyWriter out) {
            out.number(id).flag(isDone);
        }
    }

    /** Asks for the running downloads. Body: number of the question (8), the most that are wanted (4). */
    record AskDownloads(long id, int max) implements Simple {
        @Override
        public FrameType type() {
            return FrameType.ASK_DOWNLOADS;
        }

        @Override
        public void write(BodyWriter out) {
            out.number(id).number(max);
        }
    }

    /** The running downloads. Body: number of the question (8), list of what {@code ViewCodec} writes. */
    record Downloads(long id, List<DownloadView> views) implements Simple {
        @Override
        public FrameType type() {
            return FrameType.DOWNLOADS;
        }

        @Override
        public void write(BodyWriter out) {
            out.number(id).list(views, view -> ViewCodec.write(view, out));
        }
    }

    /** Has other limits hold from now on. Body: what {@code LimitsCodec} writes. */
    record SetLimits(Limits limits) implements Simple {
        @Override
        public FrameType type() {
            return FrameType.SET_LIMITS;
        }

        @Override
        public void write(BodyWriter out) {
            LimitsCodec.write(limits, out);
        }
    }
}
