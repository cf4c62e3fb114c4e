/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.store;

import dev.spillway.client.http.Validators;
import dev.spillway.client.store.FileIdentity;
import dev.spillway.client.store.JournalState;
import dev.spillway.client.store.PartialFile;
import dev.spillway.client.store.Spans;
import dev.spillway.relay.request.FileSpec;
import dev.spillway.relay.request.Pieces;
import dev.spillway.relay.request.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One file that comes piece by piece, in any order and from any number of threads. Only pieces that fit their digest are kept. What was kept is there again
 * after a kill or a loss of power (see the journal of Spillway Get, which this uses; files of up to 1 MiB are begun anew). The name of the file appears in
 * one step, when the whole fits its digest and is to be active.
 */
public final class PieceStore implements AutoCloseable {
    /** What became of an attempt to let the file appear. */
    public enum Appearance {
        APPEARED,
        /** Its time has not come, or pieces are missing. */
        NOT_YET,
        /** The disk gave other bytes than it was given: the pieces concerned are missing again. */
        DAMAGED
    }

    /** The journal of Spillway Get wants a server for all bytes; here the digests say more than the name of a node could. */
    private static final int OWNER = 0;

    private static final Map<Integer, String> OWNERS = Map.of(OWNER, "relay");
    private static final long CHECKPOINT_BYTES = 64L << 20;
    private static final int BUFFER_BYTES = 128 << 10;
    private static final byte[] ZEROS = new byte[BUFFER_BYTES];

    private final FileSpec file;
    private final Pieces pieces;
    private final PartialFile partial;
    private final BitSet have = new BitSet();
    private final BitSet touched = new BitSet();
    private long unsafeBytes;

    private PieceStore(FileSpec file, PartialFile partial) {
        this.file = file;
        this.pieces = file.pieces();
        this.partial = partial;
    }

    /**
     * Opens the working file of a file in a folder, and finds what an earlier run has left of the same file.
     *
     * @throws IOException if it cannot be written, the disk has too little room for the rest, or another process has it
     */
    public static PieceStore open(Path folder, FileSpec file) throws IOException {
        PartialFile partial = PartialFile.open(folder.resolve(file.name()));
        PieceStore store = new PieceStore(file, partial);
        boolean ready = false;
        try {
            store.begin();
            ready = true;
            return store;
        } finally {
            if (!ready) {
                partial.close();
            }
        }
    }

    private void begin() throws IOException {
        FileIdentity identity = new FileIdentity(
                file.digest().toString(),
                pieces.fileBytes(),
                new Validators(Optional.empty(), Optional.empty(), false));
        Spans left = partial.left()
                .filter(state -> state.identity().equals(identity))
                .map(JournalState::have)
                .orElseGet(Spans::new);
        Spans whole = new Spans();
        for (int piece = 0; piece < pieces.count(); piece++) {
            long start = pieces.start(piece);
            if (left.covers(start, start + pieces.length(piece))) {
                have.set(piece);
                whole.add(start, start + pieces.length(piece), OWNER);
            }
        }
        // What a killed run had begun to write is not in its journal.
        touched.set(0, whole.isEmpty() ? 0 : pieces.count());
        partial.begin(new JournalState(identity, whole, OWNERS));
    }

    public FileSpec file() {
        return file;
    }

    public synchronized boolean has(int piece) {
        return have.get(piece);
    }

    /** The pieces that are there. */
    public synchronized BitSet pieces() {
        return (BitSet) have.clone();
    }

    public synchronized boolean isComplete() {
        return have.cardinality() == pieces.count();
    }

    /**
     * Keeps a piece. One that is there already is not written again.
     *
     * @param bytes from position to limit; left as they are
     * @throws BadPieceException if they do not fit the digest
     * @throws IOException if the disk does not take them
     */
    public void put(int piece, ByteBuffer bytes) throws IOException {
        checkLength(piece, bytes.remaining());
        MessageDigest digest = Sha256.start();
        digest.update(bytes.duplicate());
        if (!Sha256.of(digest.digest()).equals(pieces.digests().get(piece))) {
            throw new BadPieceException(piece, "another digest");
        }
        if (!has(piece)) {
            partial.write(bytes.duplicate(), pieces.start(piece));
            note(piece);
        }
    }

    /**
     * Keeps a piece that comes as a stream, with no more of it in memory than a buffer. Until it is whole and right, its place holds what nobody is told of.
     * Only one thread at a time may receive the same piece.
     *
     * @throws BadPieceException if it does not fit the digest
     * @throws DiskException if the disk does not take it
     * @throws IOException of the stream, also if it ends early; what follows behind the piece is left in it
     */
    public void receive(int piece, InputStream in) throws IOException {
        int length = pieces.length(piece);
        long start = pieces.start(piece);
        MessageDigest digest = Sha256.start();
        byte[] buffer = new byte[Math.min(BUFFER_BYTES, length)];
        boolean fresh = touch(piece);
        for (int done = 0; done < length; ) {
            int read = in.readNBytes(buffer, 0, Math.min(buffer.length, length - done));
            if (read == 0) {
                throw new EOFException("piece " + piece + " ended after " + done + " of " + length + " bytes");
            }
            digest.update(buffer, 0, read);
            if (!fresh || !isZero(buffer, read)) {
                write(ByteBuffer.wrap(buffer, 0, read), start + done);
            }
            done += read;
        }
        if (!Sha256.of(digest.digest()).equals(pieces.digests().get(piece))) {
            throw new BadPieceException(piece, "another digest");
        }
        note(piece);
    }

    /** Whether nothing has ever been written in the place of a piece, so that zeros can stay the hole that they are. */
    private synchronized boolean touch(int piece) {
        boolean fresh = !touched.get(piece);
        touched.set(piece);
        return fresh;
    }

    private static boolean isZero(byte[] bytes, int length) {
        return Arrays.equals(bytes, 0, length, ZEROS, 0, length);
    }

    private void write(ByteBuffer bytes, long position) throws DiskException {
        try {
            partial.write(bytes, position);
        } catch (IOException e) {
            throw new DiskException(file.name(), e);
        }
    }

    private void checkLength(int piece, int length) throws BadPieceException {
        if (length != pieces.length(piece)) {
            throw new BadPieceException(piece, length + " bytes, not " + pieces.length(piece));
        }
    }

    private synchronized void note(int piece) throws DiskException {
        if (have.get(piece)) {
            return;
        }
        try {
            long start = pieces.start(piece);
            partial.journal().have(start, start + pieces.length(piece), OWNER);
            have.set(piece);
            touched.set(piece);
            unsafeBytes += pieces.length(piece);
            if (unsafeBytes >= CHECKPOINT_BYTES) {
                partial.checkpoint();
                unsafeBytes = 0;
            }
        } catch (IOException e) {
            throw new DiskException(file.name(), e);
        }
        notifyAll();
    }

    /**
     * Waits until pieces are there.
     *
     * @param end number behind the last of them
     * @return false if they have not come in time
     */
    public synchronized boolean await(int first, int end, Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (have.nextClearBit(first) < end) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /**
     * A piece, to be passed on.
     *
     * @throws IllegalStateException if it is not there
     */
    public ByteBuffer get(int piece) throws IOException {
        if (!has(piece)) {
            throw new IllegalStateException("piece " + piece + " has not come yet");
        }
        ByteBuffer bytes = ByteBuffer.allocate(pieces.length(piece));
        partial.read(bytes, pieces.start(piece));
        return bytes.flip();
    }

    /** Gives the file its name, if all is there, the whole is what was announced, and its activation has come. */
    public Appearance appear(Instant now) throws IOException {
        if (!isComplete() || now.isBefore(file.activation())) {
            return Appearance.NOT_YET;
        }
        StoredDigests stored = new StoredDigests(partial, pieces);
        if (stored.whole().equals(file.digest())) {
            partial.finish();
            return Appearance.APPEARED;
        }
        BitSet damaged = stored.damaged();
        if (damaged.isEmpty()) {
            throw new IOException(
                    "the pieces of " + file.name() + " fit their digests, but the whole does not fit its own: the"
                            + " request is wrong, publish the file anew");
        }
        forget(damaged);
        return Appearance.DAMAGED;
    }

    private synchronized void forget(BitSet damaged) throws IOException {
        for (int piece = damaged.nextSetBit(0); piece >= 0; piece = damaged.nextSetBit(piece + 1)) {
            partial.journal().lost(pieces.start(piece), pieces.start(piece) + pieces.length(piece));
        }
        have.andNot(damaged);
    }

    /** Leaves everything as it is, to go on later. */
    @Override
    public synchronized void close() throws IOException {
        partial.close();
    }
}
