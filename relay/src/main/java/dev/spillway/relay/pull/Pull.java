/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.pull;

import dev.spillway.client.engine.Threads;
import dev.spillway.relay.store.BadPieceException;
import dev.spillway.relay.store.DiskException;
import dev.spillway.relay.store.PieceStore;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Pulls the missing pieces of one file, several at a time. A piece is asked of the best upstream, and of the next when that one fails, does not have it yet,
 * or gives a bad one. An upstream that does so repeatedly is given up, though the last, which is the source, only for bad pieces. When none of them has
 * the piece yet, others come first, and it is asked for again: so a pull can begin before its upstreams have anything.
 */
public final class Pull {
    private static final long SHORTEST_WAIT_MS = 20;
    private static final long LONGEST_WAIT_MS = 500;

    /** Who has nothing to do is told when that changes; this is for what time alone changes. */
    private static final long LOOK_MS = 250;

    /** Without any piece for so long, a pull ends whose source has something else than what was published: only others could help then. */
    private static final Duration PATIENCE_WITHOUT_SOURCE = Duration.ofSeconds(60);

    private final PieceStore store;
    private final PieceFetcher fetcher;
    private final Upstreams upstreams;
    private final Duration patience;
    private final Duration patienceWithoutSource;
    private final Reputation reputation = new Reputation();
    private final BitSet underWay = new BitSet();
    private final Map<Integer, Later> later = new HashMap<>();
    private volatile IOException lastFailure;
    private volatile boolean isSourceLying;
    private IOException failure;
    private long progressNanos;

    /** When a piece that nobody had is to be asked for again, and how long that was put off. */
    private record Later(long nanos, long waitedMs) {}

    /**
     * Prepares a pull.
     *
     * @param patience how long it may go on without any piece, while upstreams have none yet or the source cannot be reached
     */
    public Pull(PieceStore store, PieceFetcher fetcher, Upstreams upstreams, Duration patience) {
        this(store, fetcher, upstreams, patience, PATIENCE_WITHOUT_SOURCE);
    }

    Pull(
            PieceStore store,
            PieceFetcher fetcher,
            Upstreams upstreams,
            Duration patience,
            Duration patienceWithoutSource) {
        this.store = store;
        this.fetcher = fetcher;
        this.upstreams = upstreams;
        this.patience = patience;
        this.patienceWithoutSource = patienceWithoutSource;
    }

    /**
     * Runs until all pieces are there.
     *
     * @param inFlight pieces at a time, at least 1
     * @throws IOException if no upstream is left for a piece, patience has ended, the source has something else and nobody gave a piece for a minute, {@link
     *     #stop} was called, or the disk does not take what came; what has come is kept
     */
    public PullReport run(int inFlight) throws IOException, InterruptedException {
        synchronized (this) {
            progressNanos = System.nanoTime();
        }
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

    /** Has {@link #run} end soon. */
    public void stop(String why) {
        fail(new IOException(why));
    }

    /** What upstreams are has changed: looks at once what there is to do. */
    public synchronized void changed() {
        later.clear();
        notifyAll();
    }

    private void work() {
        try {
            for (OptionalInt piece = take(); piece.isPresent(); piece = take()) {
                boolean came = false;
                try {
                    came = fetchFromAny(piece.getAsInt());
                } finally {
                    ended(piece.getAsInt(), came);
                }
            }
        } catch (IOException | RuntimeException e) {
            fail(e instanceof IOException io ? io : new IOException("a mistake of our own", e));
        } catch (InterruptedException e) {
            fail(new IOException("interrupted", e));
        }
    }

    /** The next piece to fetch, waited for if there is none just now; none if all are there, or another thread has failed. */
    private synchronized OptionalInt take() throws IOException, InterruptedException {
        int count = store.file().pieces().count();
        while (failure == null) {
            BitSet taken = store.pieces();
            if (taken.cardinality() == count) {
                notifyAll();
                return OptionalInt.empty();
            }
            taken.or(underWay);
            long now = System.nanoTime();
            OptionalInt piece = upstreams
                    .wanted(taken, count)
                    .filter(one -> isDue(one, now))
                    .findFirst();
            if (piece.isPresent()) {
                underWay.set(piece.getAsInt());
                return piece;
            }
            checkPatience(taken.nextClearBit(0));
            wait(untilDue(now));
        }
        return OptionalInt.empty();
    }

    /** Milliseconds until a piece that was put off is due, at least 1. */
    private long untilDue(long now) {
        return later.values().stream()
                .mapToLong(put -> TimeUnit.NANOSECONDS.toMillis(put.nanos() - now) + 1)
                .filter(left -> left > 0)
                .reduce(LOOK_MS, Math::min);
    }

    private boolean isDue(int piece, long now) {
        Later put = later.get(piece);
        return put == null || now - put.nanos() >= 0;
    }

    private synchronized void ended(int piece, boolean came) throws IOException {
        underWay.clear(piece);
        if (came) {
            later.remove(piece);
            progressNanos = System.nanoTime();
        } else {
            checkPatience(piece);
            Later before = later.get(piece);
            long wait = before == null ? SHORTEST_WAIT_MS : Math.min(LONGEST_WAIT_MS, 2 * before.waitedMs());
            later.put(
                    piece, new Later(System.nanoTime() + Duration.ofMillis(wait).toNanos(), wait));
        }
        notifyAll();
    }

    private synchronized void fail(IOException e) {
        if (failure == null) {
            failure = e;
        } else if (failure != e) {
            failure.addSuppressed(e);
        }
        notifyAll();
    }

    private synchronized void checkPatience(int piece) throws IOException {
        if (failure != null) {
            throw new IOException("given up with the others");
        }
        long fruitless = System.nanoTime() - progressNanos;
        if (isSourceLying && fruitless > patienceWithoutSource.toNanos()) {
            throw new IOException(
                    "the source has something else than what was published, and nobody has piece " + piece,
                    lastFailure);
        }
        if (fruitless > patience.toNanos()) {
            throw new IOException(
                    "no piece came for " + patience.toMillis() + " ms, and piece " + piece + " is not to be had",
                    lastFailure);
        }
    }

    /** False if somebody may have it later. */
    private boolean fetchFromAny(int piece) throws IOException, InterruptedException {
        boolean hope = upstreams.mayChange();
        List<URI> all = upstreams.of(piece);
        for (int i = 0; i < all.size(); i++) {
            URI upstream = all.get(i);
            // The last is the source, behind which there is nobody: its failures cost time only.
            boolean last = i == all.size() - 1;
            if (!reputation.isLying(upstream) && (last || !reputation.isFailing(upstream))) {
                if (fetch(upstream, piece)) {
                    return true;
                }
                hope = true;
            }
        }
        if (!hope) {
            throw new IOException("no upstream is left for piece " + piece, lastFailure);
        }
        return false;
    }

    private boolean fetch(URI upstream, int piece) throws IOException, InterruptedException {
        upstreams.asks(upstream);
        try {
            fetchMeasured(upstream, piece);
            reputation.good(upstream);
            upstreams.came(upstream);
            return true;
        } catch (NotYetException e) {
            upstreams.notYet(upstream);
        } catch (DiskException e) {
            throw e;
        } catch (BadPieceException e) {
            reputation.bad(upstream);
            upstreams.bad(upstream);
            if (upstreams.isSource(upstream) && reputation.isLying(upstream)) {
                isSourceLying = true;
            }
            lastFailure = e;
        } catch (IOException e) {
            reputation.failed(upstream);
            upstreams.failed(upstream, e);
            lastFailure = e;
        } finally {
            upstreams.answered(upstream);
        }
        return false;
    }

    private void fetchMeasured(URI upstream, int piece) throws IOException, InterruptedException {
        Measure measure = new Measure(upstream);
        try {
            fetcher.fetch(upstream, store, piece, measure);
        } finally {
            measure.end();
        }
    }

    /** Tells of one fetch while it goes on. */
    private final class Measure implements PieceFetcher.Watch {
        private final URI upstream;
        private boolean begun;

        Measure(URI upstream) {
            this.upstream = upstream;
        }

        @Override
        public void begins() {
            begun = true;
            upstreams.begins(upstream);
        }

        @Override
        public void came(int bytes) {
            upstreams.bytes(upstream, bytes);
        }

        void end() {
            if (begun) {
                upstreams.ends(upstream);
            }
        }
    }
}
