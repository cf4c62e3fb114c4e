/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import dev.spillway.relay.request.FileSpec;
import dev.spillway.relay.request.Pieces;
import dev.spillway.relay.request.TransportRequest;
import dev.spillway.relay.store.Bundle;
import dev.spillway.relay.store.PieceStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** What a terminal has of one transfer: a part, the whole, or what has appeared. Safe for use by any number of threads. */
final class Holding {
    /** How far it is. */
    enum State {
        ARRIVING,
        /** All is there, and is to appear at its time. */
        WHOLE,
        APPEARED,
        /** Expired, replaced or given up. */
        GONE
    }

    private final Path folder;
    private final AtomicLong links = new AtomicLong();
    private TransportRequest request;
    private State state;
    private PieceStore store;
    private Path whole;
    private List<PublishedFile> appeared = List.of();
    private boolean over;
    private Instant due = Instant.MIN;

    /**
     * A holding of which nothing is there.
     *
     * @param folder of its own, for what is under way
     */
    Holding(Path folder, TransportRequest request) {
        this.folder = folder;
        this.request = request;
        this.state = State.ARRIVING;
        this.whole = folder.resolve(request.file().name());
    }

    Path folder() {
        return folder;
    }

    UUID transfer() {
        return request().transfer();
    }

    synchronized TransportRequest request() {
        return request;
    }

    synchronized void renew(TransportRequest newer) {
        request = newer;
    }

    FileSpec file() {
        return request().file();
    }

    synchronized State state() {
        return state;
    }

    /** Where the whole is, if it is there. */
    synchronized Path whole() {
        return whole;
    }

    synchronized List<PublishedFile> appeared() {
        return appeared;
    }

    boolean isBundle() {
        return file().type().equals(Bundle.TYPE);
    }

    /** Bytes that it has on the disk at the most: a bundle twice as many as it travels with, until it is needed by its own members alone. */
    long room() {
        long bytes = file().pieces().fileBytes();
        return isBundle() && (state() != State.APPEARED || hasPieces()) ? 2 * bytes : bytes;
    }

    /** Whether its pieces can be had here; those of a bundle go when the transfer is over. */
    boolean hasPieces() {
        return Files.exists(whole());
    }

    /** Nobody will ask for its pieces any more. */
    synchronized void isOver() {
        over = true;
    }

    synchronized boolean mayGivePiecesUp() {
        return over && isBundle() && state == State.APPEARED;
    }

    /** Not to be tried again before. */
    synchronized void postpone(Instant until) {
        due = until;
    }

    /** Whether all that can be done so far is done: it has appeared, or will at its time. */
    synchronized boolean isDone(Instant now) {
        return state == State.APPEARED
                || (state == State.WHOLE && now.isBefore(request.file().activation()));
    }

    /** Whether it is whole, and to appear now. */
    synchronized boolean isDue(Instant now) {
        return state == State.WHOLE
                && !now.isBefore(request.file().activation())
                && now.isBefore(request.file().expiry())
                && !now.isBefore(due);
    }

    /** Pieces begin to come. */
    synchronized void arriving(PieceStore open) {
        store = open;
    }

    /** All is there, in the folder. */
    synchronized void isWhole() {
        state = State.WHOLE;
    }

    /** The file has its name. */
    synchronized void hasAppeared(Path where, List<PublishedFile> files) {
        state = State.APPEARED;
        whole = where;
        appeared = List.copyOf(files);
    }

    synchronized void isGone() {
        state = State.GONE;
        appeared = List.of();
    }

    /** The store while pieces come, else null. */
    synchronized PieceStore store() {
        return state == State.ARRIVING ? store : null;
    }

    /** Number of pieces that are there. */
    int pieces() {
        PieceStore open = store();
        return switch (state()) {
            case ARRIVING -> open == null ? 0 : open.pieces().cardinality();
            case WHOLE, APPEARED -> file().pieces().count();
            case GONE -> 0;
        };
    }

    /**
     * A further name of the file as it is now, for one answer. While pieces come, the working file changes in other places than those that are sent; under a
     * name that is gone before the sending begins, it cannot be taken for a file that was overwritten.
     *
     * @throws IOException if it is gone, or the file system has no hard links
     */
    Path link() throws IOException {
        Path link = folder.resolve("link-" + links.incrementAndGet());
        Path part = folder.resolve(file().name() + ".part");
        try {
            return Files.createLink(link, part);
        } catch (NoSuchFileException e) {
            return Files.createLink(link, whole());
        }
    }

    /** The content of a piece that is there. */
    byte[] read(int piece) throws IOException {
        PieceStore open = store();
        if (open != null) {
            return open.get(piece).array();
        }
        Pieces pieces = file().pieces();
        ByteBuffer bytes = ByteBuffer.allocate(pieces.length(piece));
        try (FileChannel channel = FileChannel.open(whole())) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, pieces.start(piece) + bytes.position()) < 0) {
                    throw new IOException(whole() + " has become shorter");
                }
            }
        }
        return bytes.array();
    }
}
