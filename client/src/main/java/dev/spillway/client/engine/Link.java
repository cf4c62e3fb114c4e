/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.Failure;
import dev.spillway.client.api.Progress;
import dev.spillway.client.source.RangeStream;
import dev.spillway.client.source.SourceException;
import dev.spillway.client.store.PartialFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A thread that fetches portions from one server, one after the other, and writes them to their place (B5, C4). It ends when it fails, when it is
 * stopped, or when there is nothing left to fetch.
 */
final class Link implements Worker, Runnable {
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final long LONGEST_UNWRITTEN_NANOS = 500_000_000;

    /** What a link needs of the transfer that it belongs to. */
    interface Owner {
        PortionPlan plan();

        PartialFile file();

        /** Waits a moment for new work. */
        void awaitWork() throws InterruptedException;

        /** A rate that a new link to a server may have, 0 if nothing is known. */
        double expectedRate(Server server);

        /** The link has ended; called last, with what ended it or null. */
        void ended(Link link, IOException failure);
    }

    private final int id;
    private final Server server;
    private final Owner owner;
    private byte[] buffer = new byte[0];
    private final RateMeter meter = new RateMeter(System::nanoTime);
    private int filled;
    private long firstUnwrittenNanos;
    private volatile Portion portion;
    private volatile RangeStream stream;
    private volatile RateMeter portionMeter;
    private volatile String stopReason;
    private volatile boolean retired;

    Link(int id, Server server, Owner owner) {
        this.id = id;
        this.server = server;
        this.owner = owner;
    }

    int id() {
        return id;
    }

    Server ofServer() {
        return server;
    }

    @Override
    public int server() {
        return server.id();
    }

    @Override
    public double rate() {
        return meter.total() > 0 ? meter.rate() : owner.expectedRate(server);
    }

    @Override
    public double startSeconds() {
        return 2 * server.responseSeconds();
    }

    /** Seconds since its portion began, or -1 if it has none. */
    double portionSeconds() {
        RateMeter current = portionMeter;
        return current == null ? -1 : current.age();
    }

    /** Bytes a second since its portion began, over the window. */
    double portionRate() {
        RateMeter current = portionMeter;
        return current == null ? 0 : current.rate();
    }

    @Override
    public void stop() {
        stop("its portion was taken over");
    }

    /** Ends the link from any thread, whatever it waits for. */
    void stop(String reason) {
        stopReason = reason;
        RangeStream current = stream;
        if (current != null) {
            current.abort();
        }
    }

    /** Ends the link when its portion is through: nothing that is on its way is wasted. */
    void retire() {
        retired = true;
    }

    boolean isStopped() {
        return stopReason != null;
    }

    /** Begins with bytes whose transfer has begun already. */
    void begin(Portion first, RangeStream open) {
        portion = first;
        stream = open;
    }

    @Override
    public void run() {
        IOException failure = null;
        try {
            if (portion != null) {
                fetch(portion);
            }
            while (!isStopped() && !retired && !owner.plan().isOver()) {
                Portion next = owner.plan().take(this);
                if (next == null) {
                    owner.awaitWork();
                } else {
                    fetch(next);
                }
            }
        } catch (IOException e) {
            failure = isStopped() && e instanceof SourceException ? null : e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            owner.ended(this, failure);
        }
    }

    private void fetch(Portion next) throws IOException, InterruptedException {
        portion = next;
        portionMeter = new RateMeter(System::nanoTime);
        try (RangeStream in = stream != null ? stream : server.source().open(next.received, next.end)) {
            stream = in;
            if (isStopped()) {
                return;
            }
            server.responded(in.responseTime());
            copy(in, next);
        } finally {
            stream = null;
            portionMeter = null;
            portion = null;
            owner.plan().release(next);
        }
    }

    private void copy(RangeStream in, Portion to) throws IOException {
        filled = 0;
        try {
            long wanted = owner.plan().wanted(to);
            if (buffer.length < Math.min(BUFFER_BYTES, wanted)) {
                buffer = new byte[(int) Math.min(BUFFER_BYTES, wanted)];
            }
            while (wanted > 0) {
                int read = in.read(buffer, filled, (int) Math.min(buffer.length - filled, wanted));
                if (read < 0) {
                    return;
                }
                received(to, read);
                wanted = owner.plan().wanted(to);
            }
        } finally {
            write(to);
        }
    }

    private void received(Portion to, int count) throws LocalFileException {
        meter.add(count);
        portionMeter.add(count);
        server.meter().add(count);
        long now = System.nanoTime();
        if (filled == 0) {
            firstUnwrittenNanos = now;
        }
        filled += owner.plan().receive(to, count);
        if (filled == buffer.length || now - firstUnwrittenNanos > LONGEST_UNWRITTEN_NANOS) {
            write(to);
        }
    }

    private void write(Portion to) throws LocalFileException {
        if (filled == 0) {
            return;
        }
        to.writing.lock();
        try {
            if (!to.revoked) {
                long at = to.written;
                owner.file().write(ByteBuffer.wrap(buffer, 0, filled), at);
                if (owner.plan().commit(to, filled)) {
                    owner.file().journal().have(at, at + filled, server.id());
                }
            }
            filled = 0;
        } catch (IOException e) {
            throw new LocalFileException(e);
        } finally {
            to.writing.unlock();
        }
    }

    /** Where the link is, or null if it has no portion at the moment. */
    Progress.Link progress() {
        Portion current = portion;
        return current == null
                ? null
                : new Progress.Link(id, server.name(), current.start, current.received, current.end, meter.rate());
    }

    /** A slow link is a failure of the server that may pass. */
    SourceException tooSlow(String what) {
        return new SourceException(Failure.NETWORK, server.name() + " was too slow: " + what);
    }
}
