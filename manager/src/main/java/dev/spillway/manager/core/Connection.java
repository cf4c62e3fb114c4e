/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.ClientSocket;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.SocketReturn;
import dev.spillway.manager.core.Timers.Timer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Optional;

/**
 * The socket of one client on its loop. Everything but the constructor runs on the thread of the loop.
 *
 * <pre>
 *                                          +--to be kept open-----> LEAVING --taken back---------+
 *                                          |                          | refused                  v
 *   QUEUED --arrived--> SENDING --all sent-+--to be closed--> LINGERING --client closed, time--> CLOSED
 *      |                 |  ^                                                                    ^
 *      |                PACED (rate is used up)                                                  |
 *      +--stop-----------+--client gone, stalled, file changed, stop, failure--------------------+
 * </pre>
 *
 * The outcome is reported on the way out of QUEUED, SENDING or PACED. LINGERING exists because closing a socket that
 * holds unread input makes the kernel reset the connection, and a reset may destroy the end of the answer on its way to
 * the client (RFC 9112 section 9.6).
 */
final class Connection {
    private static final Logger LOG = System.getLogger(Connection.class.getName());
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private enum State {
        QUEUED,
        SENDING,
        PACED,
        LINGERING,
        LEAVING,
        CLOSED
    }

    private final SelectorLoop loop;
    private final Peer peer;
    private final Optional<SocketReturn> giveBack;
    private final Delivery delivery;
    private final Timer timer = new Timer(this::onDeadline);
    private State state = State.QUEUED;
    private SelectionKey key;

    /** With TLS also input matters while sending: the peer may ask for new keys. */
    private int sendingOps;

    private ByteBuffer sentAhead = NOTHING;
    private Pace pace;
    private long lastProgressNanos;

    /** Whether the connection waits in the loop for its turn; kept by the loop. */
    boolean isReady;

    Connection(SelectorLoop loop, ClientSocket client, Optional<SocketReturn> giveBack, Delivery delivery) {
        this.loop = loop;
        this.giveBack = giveBack;
        this.delivery = delivery;
        peer = new Peer(client, loop::scratch);
        sendingOps = client.tls().isPresent() ? SelectionKey.OP_WRITE | SelectionKey.OP_READ : SelectionKey.OP_WRITE;
    }

    /** Joins the selector. A socket that can't is closed, and the connection never becomes ready. */
    void onArrival() {
        loop.counters().queued.decrementAndGet();
        loop.counters().active.incrementAndGet();
        state = State.SENDING;
        lastProgressNanos = loop.nowNanos();
        if (delivery.bytesPerSecond() > 0) {
            pace = new Pace(delivery.bytesPerSecond(), loop.nowNanos());
        }
        try {
            peer.channel().configureBlocking(false);
            key = peer.channel().register(loop.selector(), sendingOps, this);
            loop.timers()
                    .arm(timer, lastProgressNanos + loop.config().stallTimeout().toNanos());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Socket was closed before the download began", e);
            end(Outcome.CLIENT_GONE);
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** Has its turn: the socket is writable, or readable while lingering. Never throws. */
    void onReady() {
        try {
            if (state == State.SENDING) {
                if (key.isReadable()) {
                    readAhead();
                }
                if (state == State.SENDING) {
                    send();
                }
            } else if (state == State.LINGERING) {
                if (key.isWritable()) {
                    finishOutput();
                }
                if (peer.readToEnd(loop.scratch())) {
                    close();
                }
            }
        } catch (FileChangedException e) {
            fail(e);
        } catch (IOException e) {
            endAfter(e);
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /**
     * Leaves the loop for good, now that the selector has let the key go.
     *
     * @return false if whoever takes the socket back asks for some patience
     */
    boolean onReleased() {
        try {
            switch (giveBack.orElseThrow().giveBack(sentAhead)) {
                case NOT_YET -> {
                    return false;
                }
                case TAKEN -> {
                    state = State.CLOSED;
                    loop.onClosed();
                }
                case REFUSED -> {
                    key = peer.channel().register(loop.selector(), SelectionKey.OP_READ, this);
                    linger();
                }
            }
        } catch (IOException e) {
            endAfter(e);
        } catch (RuntimeException | Error e) {
            fail(e);
        }
        return true;
    }

    /**
     * The loop ends.
     *
     * @param outcome of a download that has not ended
     */
    void onStop(Outcome outcome) {
        end(outcome);
    }

    private void send() throws IOException {
        long turnBytes = loop.config().turnBytes();
        if (pace != null) {
            turnBytes = Math.min(turnBytes, pace.available(loop.nowNanos()));
            if (turnBytes == 0) {
                pauseForPace();
                return;
            }
        }
        long before = delivery.remaining();
        SendState sendState;
        try {
            sendState = delivery.writeTo(peer.sink(), turnBytes);
        } finally {
            long sent = before - delivery.remaining();
            if (sent > 0) {
                lastProgressNanos = loop.nowNanos();
            }
            if (pace != null) {
                pace.spend(sent);
            }
        }
        if (sendState == SendState.DONE) {
            complete();
        }
    }

    /**
     * Lets TLS have its own messages, and keeps what is the beginning of the next request. When that is more than one
     * record, the rest stays in the socket.
     */
    private void readAhead() {
        ByteBuffer scratch = loop.scratch();
        int read;
        try {
            read = peer.receive(scratch.clear());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Client broke TLS", e);
            end(Outcome.CLIENT_GONE);
            return;
        }
        if (read > 0) {
            sentAhead = ByteBuffer.allocate(read).put(scratch.flip()).flip();
        }
        if (read != 0) {
            sendingOps = SelectionKey.OP_WRITE;
            key.interestOps(sendingOps);
        }
    }

    private void pauseForPace() {
        state = State.PACED;
        key.interestOps(0);
        loop.timers().arm(timer, loop.nowNanos() + pace.nanosUntilWorthwhile());
    }

    private void resumeAfterPace() {
        state = State.SENDING;
        key.interestOps(sendingOps);
        lastProgressNanos = loop.nowNanos(); // it was not the client who waited
        loop.timers()
                .arm(timer, lastProgressNanos + loop.config().stallTimeout().toNanos());
    }

    private void complete() throws IOException {
        report(Outcome.COMPLETED);
        if (giveBack.isPresent()) {
            state = State.LEAVING;
            loop.timers().disarm(timer);
            key.cancel();
            loop.release(this);
        } else {
            linger();
        }
    }

    private void linger() throws IOException {
        state = State.LINGERING;
        loop.counters().lingering.incrementAndGet();
        peer.closeLayer();
        loop.timers().arm(timer, loop.nowNanos() + loop.config().lingerTimeout().toNanos());
        finishOutput();
    }

    private void finishOutput() throws IOException {
        if (peer.sink().flush()) {
            peer.channel().shutdownOutput();
            key.interestOps(SelectionKey.OP_READ);
        } else {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    private void onDeadline() {
        try {
            doOnDeadline();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void doOnDeadline() {
        long stallNanos = loop.config().stallTimeout().toNanos();
        if (state == State.PACED) {
            resumeAfterPace();
        } else if (state == State.LINGERING) {
            close();
        } else if (loop.nowNanos() - lastProgressNanos >= stallNanos) {
            peer.resetOnClose();
            end(Outcome.STALLED);
        } else {
            loop.timers().arm(timer, lastProgressNanos + stallNanos);
        }
    }

    /** Tells a failing socket from a failing file by asking both: {@code sendfile} reports them alike. */
    private void endAfter(IOException failure) {
        if (state != State.SENDING || (peer.isGone(loop.scratch()) && delivery.isFileReadable())) {
            LOG.log(Level.DEBUG, "Client left", failure);
            end(Outcome.CLIENT_GONE);
        } else {
            fail(failure);
        }
    }

    private void fail(Throwable failure) {
        if (isUnderWay()) {
            report(() -> delivery.fail(failure));
        } else {
            LOG.log(Level.ERROR, "Connection failed after its download was completed", failure);
        }
        close();
    }

    /** Ends the download, if it has not ended before, and closes. */
    private void end(Outcome outcome) {
        if (isUnderWay()) {
            report(outcome);
        }
        close();
    }

    private boolean isUnderWay() {
        return state == State.QUEUED || state == State.SENDING || state == State.PACED;
    }

    private void report(Outcome outcome) {
        report(() -> delivery.end(outcome));
    }

    private void report(Runnable end) {
        (state == State.QUEUED ? loop.counters().queued : loop.counters().active).decrementAndGet();
        end.run();
    }

    private void close() {
        if (state == State.CLOSED) {
            return;
        }
        if (state == State.LINGERING) {
            loop.counters().lingering.decrementAndGet();
        }
        state = State.CLOSED;
        loop.timers().disarm(timer);
        peer.close();
        loop.onClosed();
    }
}
