/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import dev.spillway.manager.api.ClientSocket;
import dev.spillway.manager.api.DownloadView;
import dev.spillway.manager.api.TransferEnd;
import dev.spillway.process.link.FrameChannel;
import dev.spillway.process.link.FrameChannel.Outgoing;
import dev.spillway.process.wire.Control;
import dev.spillway.process.wire.Frame;
import dev.spillway.process.wire.Frame.AskDownloads;
import dev.spillway.process.wire.Frame.AskStats;
import dev.spillway.process.wire.Frame.Commit;
import dev.spillway.process.wire.Frame.Done;
import dev.spillway.process.wire.Frame.Downloads;
import dev.spillway.process.wire.Frame.Ended;
import dev.spillway.process.wire.Frame.LogFile;
import dev.spillway.process.wire.Frame.Refused;
import dev.spillway.process.wire.Frame.Retire;
import dev.spillway.process.wire.Frame.Returned;
import dev.spillway.process.wire.Frame.SetLimits;
import dev.spillway.process.wire.Frame.Stats;
import dev.spillway.process.wire.Frame.Withdraw;
import dev.spillway.process.wire.Hello;
import dev.spillway.process.wire.Offer;
import dev.spillway.process.wire.WireException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The connection to one valve. What comes in is dealt with on the thread of the server; loops only {@link #post}. When the
 * valve goes away its downloads go on.
 */
final class ValveLink {
    private static final Logger LOG = System.getLogger(ValveLink.class.getName());

    private final ManagerServer server;
    private final FrameChannel frames;
    private final Queue<Frame> posted = new ConcurrentLinkedQueue<>();
    private final HeldOffers held;
    private final Map<Long, WayBack> waysBack = new ConcurrentHashMap<>();
    private final LastLines lastLines = new LastLines();
    private boolean isGreeted;
    private boolean isRefused;
    private int running;
    private volatile boolean isGone;

    ValveLink(ManagerServer server, FrameChannel frames) {
        this.server = server;
        this.frames = frames;
        held = new HeldOffers(server);
    }

    /** Whether the valve is gone, so that nobody will answer. */
    boolean isGone() {
        return isGone;
    }

    SocketChannel channel() {
        return frames.channel();
    }

    /** Whether there are offers between the two words of the valve. */
    boolean hasHeldOffers() {
        return !held.isEmpty();
    }

    /** Has a frame sent. Safe for use by any thread. */
    void post(Frame frame) {
        if (!isGone) {
            posted.add(frame);
            server.wakeUp();
        }
    }

    /** Deals with what has come in; closes the connection if there is something wrong with it. */
    void onReadable() {
        try {
            boolean isOpen = frames.fill();
            for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
                onFrame(frame);
            }
            flush();
            if (!isOpen) {
                close();
            }
        } catch (WireException e) {
            server.complain("A connection is closed because of what came from it: " + e.getMessage());
            close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A valve went away", e);
            close();
        }
    }

    /** Sends what there is; returns whether all is sent. */
    boolean flush() {
        if (isGone) {
            return true;
        }
        try {
            for (Frame frame = posted.poll(); frame != null; frame = posted.poll()) {
                frames.send(frame);
            }
            boolean isAllSent = frames.flush();
            if (isAllSent && isRefused) {
                close();
            }
            return isAllSent;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A valve went away", e);
            close();
            return true;
        }
    }

    private void onFrame(Frame frame) throws IOException {
        if (frame instanceof Hello hello) {
            greet(hello);
        } else if (!isGreeted) {
            closeUnclaimed();
            throw new WireException(frame.type() + " before HELLO");
        } else if (frame instanceof Offer offer) {
            frames.send(held.take(offer, frames.takeDescriptor(), frames.takeDescriptor()));
        } else if (frame instanceof Commit commit) {
            begin(commit.id());
        } else if (frame instanceof Withdraw withdraw) {
            held.drop(withdraw.id());
        } else if (frame instanceof Returned returned) {
            WayBack wayBack = waysBack.remove(returned.id());
            if (wayBack != null) {
                wayBack.answered(returned.isTaken());
            }
        } else if (frame instanceof AskStats question) {
            frames.send(new Stats(question.id(), server.stats()));
        } else if (frame instanceof AskDownloads question) {
            answer(question);
        } else if (frame instanceof Control control) {
            frames.send(new Done(control.id(), control.applyTo(server.manager())));
        } else if (frame instanceof SetLimits set) {
            server.manager().setLimits(set.limits());
        } else if (frame instanceof LogFile) {
            int number = frames.takeDescriptor();
            lastLines.use(server.channels().log(number), number);
        } else if (frame instanceof Retire) {
            server.retire("a valve asked for it");
        } else {
            throw new WireException(frame.type() + " from a valve");
        }
    }

    /** As many as fit into a frame. */
    private void answer(AskDownloads question) {
        List<DownloadView> views = server.manager().downloads(Math.max(0, question.max()));
        Optional<ByteBuffer> bytes = new Downloads(question.id(), views).toBytes();
        while (bytes.isEmpty()) {
            views = views.subList(0, views.size() / 2);
            bytes = new Downloads(question.id(), views).toBytes();
        }
        frames.send(new Outgoing(bytes.get(), List.of()));
    }

    private void greet(Hello hello) {
        if (hello.isUnderstood()) {
            isGreeted = true;
            frames.send(server.hello());
        } else {
            isRefused = true;
            frames.send(new Refused("the manager speaks version " + Hello.VERSION + " of the protocol, the valve "
                    + hello.version() + ": use the same build for both"));
        }
    }

    private void begin(long id) throws WireException {
        HeldOffer offer = held.commit(id);
        synchronized (this) {
            running++;
        }
        Optional<WayBack> wayBack = Optional.empty();
        if (offer.offer().isReturnWanted()) {
            wayBack = Optional.of(new WayBack(this, id, offer.socket()));
            waysBack.put(id, wayBack.get());
        }
        offer.place()
                .begin(offer.transfer(), new RunningDownload(this, offer.offer()))
                .start(new ClientSocket(offer.socket(), Optional.empty()), wayBack.map(way -> way));
    }

    /** A download has ended; on a loop thread. */
    void onEnded(Offer offer, TransferEnd end) {
        synchronized (this) {
            running--;
            if (isGone) {
                offer.line().ifPresent(line -> lastLines.write(line.fill(end)));
                closeLastLines();
                return;
            }
        }
        post(new Ended(offer.id(), end));
    }

    /** The connection is over; what was not committed is the valve's, and what was goes on. */
    void close() {
        if (isGone) {
            return;
        }
        synchronized (this) {
            isGone = true;
            closeLastLines();
        }
        try {
            frames.channel().close();
            held.dropAll();
            closeUnclaimed();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Failed to close a connection", e);
        }
        waysBack.clear();
        posted.clear();
        server.onClosed(this);
    }

    private void closeLastLines() {
        if (isGone && running == 0) {
            lastLines.close();
        }
    }

    private void closeUnclaimed() throws IOException {
        List<Integer> unclaimed = frames.takeUnclaimed();
        for (int number : unclaimed) {
            server.channels().close(number);
        }
    }
}
