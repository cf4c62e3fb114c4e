/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.pull;

import dev.spillway.client.engine.Threads;
import dev.spillway.relay.store.BadPieceException;
import dev.spillway.relay.store.PieceStore;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Pulls the missing pieces of one file, several at a time. A piece is asked of the best upstream, and of the next when that one fails, does not have it yet,
 * or gives a bad one. An upstream that does so repeatedly is given up, though the last, which is the source, only for bad pieces. When none of them has
 * the piece yet, it is asked for again: so a pull can begin before its upstreams have anything.
 */
public final class Pull {
    private static final long SHORTEST_WAIT_MS = 20;
    private static final long LONGEST_WAIT_MS = 500;

    private final PieceStore store;
    private final PieceFetcher fetcher;
    private final Upstreams upstreams;
    private final Duration patience;
    private final Reputation reputation = new Reputation();
    private final BitSet underWay = new BitSet();
    private volatile IOException lastFailure;
    private IOException failure;
    private long progressNanos;

    /**
     * Prepares a pull.
     *
     * @param patience how long it may go on without any piece, while upstreams have none yet or the source cannot be reached
     */
    public Pull(PieceStore store, PieceFetcher fetcher, Upstreams upstreams, Duration patience) {
        this.store = store;
        this.fetcher = fetcher;
        this.upstreams = upstreams;
        this.patience = patience;
    }

    /**
     * Runs until all pieces are there.
     *
     * @param inFlight pieces at a time, at least 1
     * @throws IOException if no upstream is left for a piece, patience has ended, or the disk does not take what came; what has come is kept
     */
    public PullReport run(int inFlight) throws IOException, InterruptedException {
        progressNanos = System.nanoTime();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < inFlight; i++) {
            workers.add(Threads.start("relay-pull-" + i, this::work));
        }
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            fail(new IOException("interrupted", e));
            throw e;
        }
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
        }
        return new PullReport(reputation.report());
    }

    private void work() {
        try {
            for (int piece = take(); piece >= 0; piece = take()) {
                fetch(piece);
                done(piece);
            }
        } catch (IOException e) {
            fail(e);
        } catch (InterruptedException e) {
            fail(new IOException("interrupted", e));
        }
    }

    /** The next piece that is missing and not under way; -1 if there is none, or another thread has failed. */
    private synchronized int take() {
        BitSet taken = store.pieces();
        taken.or(underWay);
        int piece = taken.nextClearBit(0);
        if (failure != null || piece >= store.file().pieces().count()) {
            return -1;
        }
        underWay.set(piece);
        return piece;
    }

    private synchronized void done(int piece) {
        underWay.clear(piece);
        progressNanos = System.nanoTime();
    }

    private synchronized void fail(IOException e) {
        if (failure == null) {
            failure = e;
        } else {
            failure.addSuppressed(e);
        }
    }

    private void fetch(int piece) throws IOException, InterruptedException {
        long wait = SHORTEST_WAIT_MS;
        while (!fetchFromAny(piece)) {
            checkPatience(piece);
            Thread.sleep(wait);
            wait = Math.min(LONGEST_WAIT_MS, 2 * wait);
        }
    }

    private synchronized void checkPatience(int piece) throws IOException {
        if (failure != null) {
            throw new IOException("given up with the others");
        }
        if (System.nanoTime() - progressNanos > patience.toNanos()) {
            throw new IOException(
                    "no piece came for " + patience.toMillis() + " ms, and piece " + piece + " is not to be had",
                    lastFailure);
        }
    }

    /** False if somebody may have it later. */
    private boolean fetchFromAny(int piece) throws IOException, InterruptedException {
        boolean later = false;
        List<URI> all = upstreams.of(piece);
        for (int i = 0; i < all.size(); i++) {
            URI upstream = all.get(i);
            // The last is the source, behind which there is nobody: its failures cost time only.
            boolean last = i == all.size() - 1;
            if (!reputation.isLying(upstream) && (last || !reputation.isFailing(upstream))) {
                Optional<ByteBuffer> bytes = ask(upstream, piece);
                if (bytes.isPresent() && keep(piece, bytes.get(), upstream)) {
                    return true;
                }
                later = true;
            }
        }
        if (!later) {
            throw new IOException("no upstream is left for piece " + piece, lastFailure);
        }
        return false;
    }

    private Optional<ByteBuffer> ask(URI upstream, int piece) throws InterruptedException {
        try {
            return Optional.of(fetcher.fetch(upstream, store.file().pieces(), piece));
        } catch (NotYetException e) {
            return Optional.empty();
        } catch (IOException e) {
            reputation.failed(upstream);
            lastFailure = e;
            return Optional.empty();
        }
    }

    /** False for a bad piece. */
    private boolean keep(int piece, ByteBuffer bytes, URI upstream) throws IOException {
        try {
            store.put(piece, bytes);
            reputation.good(upstream);
            return true;
        } catch (BadPieceException e) {
            reputation.bad(upstream);
            lastFailure = e;
            return false;
        }
    }
}
