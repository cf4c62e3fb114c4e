/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.ClientSocket;
import dev.spillway.manager.api.DownloadState;
import dev.spillway.manager.api.DownloadView;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.SocketReturn;
import dev.spillway.manager.core.Timers.Timer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;
import java.util.Optional;

/**
 * The socket of one client on its loop. Everything but the constructor, {@link #id}, {@link #loop} and {@link #view} runs
 * on the thread of the loop.
 *
 * <pre>
 *                                          +--to be kept open-----> LEAVING --taken back---------+
 *                                          |                          | refused                  v
 *   QUEUED --arrived--> SENDING --all sent-+--to be closed--> LINGERING --client closed, time--> CLOSED
 *      |                 |  ^                                                                    ^
 *      |              HELD_BACK (rate is used up), PAUSED (by somebody)                          |
 *      +--stop-----------+--client gone, stalled, file changed, stop, failure--------------------+
 * </pre>
 *
 * The outcome is reported on the way out of QUEUED, SENDING, HELD_BACK or PAUSED. LINGERING exists because closing a
 * socket that holds unread input makes the kernel reset the connection, and a reset may destroy the end of the answer on
 * its way to the client (RFC 9112 section 9.6).
 */
final class Connection {
    private static final Logger LOG = System.getLogger(Connection.class.getName());

    private enum State {
        QUEUED,
        SENDING,
        HELD_BACK,
        PAUSED,
        LINGERING,
        LEAVING,
        CLOSED
    }

    private final long id;
    private final SelectorLoop loop;
    private final Peer peer;
    private final Optional<SocketReturn> giveBack;
    private final Delivery delivery;
    private final Progress progress;
    private final Throttle throttle;
    private final Timer timer = new Timer(this::onDeadline);
    private final InputAhead input = new InputAhead();

    /** Written on the thread of the loop. */
    private volatile State state = State.QUEUED;

    private SelectionKey key;

    /** With TLS also input matters while sending: the peer may ask for new keys. */
    private int sendingOps;

    private long lastProgressNanos;

    /** Whether the connection waits in the loop for its turn; kept by the loop. */
    boolean isReady;

    Connection(long id, SelectorLoop loop, ClientSocket client, Optional<SocketReturn> giveBack, Delivery delivery) {
        this.id = id;
        this.loop = loop;
        this.giveBack = giveBack;
        this.delivery = delivery;
        progress = new Progress(delivery, System.nanoTime());
        throttle = new Throttle(delivery.transfer().terms());
        peer = new Peer(client, loop::scratch);
        sendingOps = client.tls().isPresent() ? SelectionKey.OP_WRITE | SelectionKey.OP_READ : SelectionKey.OP_WRITE;
    }

    long id() {
        return id;
    }

    SelectorLoop loop() {
        return loop;
    }

    /** What the download looks like just now, to anybody on any thread. */
    DownloadView view(long nowNanos) {
        DownloadState shown = switch (state) {
            case QUEUED -> DownloadState.QUEUED;
            case HELD_BACK -> DownloadState.HELD_BACK;
            case PAUSED -> DownloadState.PAUSED;
            default -> DownloadState.SENDING;
        };
        return progress.view(id, delivery.transfer(), shown, throttle.priority(), throttle.bytesPerSecond(), nowNanos);
    }

    /** Joins the selector. A socket that can't is closed, and the connection never becomes ready. */
    void onArrival() {
        loop.counters().queued.decrementAndGet();
        loop.counters().active.incrementAndGet();
        state = State.SENDING;
        try {
            peer.channel().configureBlocking(false);
            key = peer.channel().register(loop.selector(), sendingOps, this);
            awaitProgress();
            loop.makeReady(this);
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
            switch (state) {
                case SENDING -> {
                    if (key.isReadable()) {
                        readAhead();
                    }
                    if (state == State.SENDING) {
                        send();
                    }
                }
                case PAUSED -> watch();
                case LINGERING -> {
                    if (key.isWritable()) {
                        finishOutput();
                    }
                    if (peer.readToEnd(loop.scratch())) {
                        close();
                    }
                }
                default -> {
                    // It became ready before it got here.
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
            switch (giveBack.orElseThrow().giveBack(input.kept())) {
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

    // What somebody asks for from outside. A download that has ended meanwhile is left alone.

    void cancel() {
        if (isUnderWay()) {
            peer.resetOnClose();
            end(Outcome.CANCELLED);
        }
    }

    void pause() {
        if (state == State.SENDING || state == State.HELD_BACK) {
            state = State.PAUSED;
            loop.timers().disarm(timer);
            key.interestOps(input.isEnough() ? 0 : SelectionKey.OP_READ); // to see if the client leaves
        }
    }

    void resume() {
        if (state == State.PAUSED) {
            goOn();
        }
    }

    void setRate(long bytesPerSecond) {
        throttle.setRate(bytesPerSecond);
        if (state == State.HELD_BACK) {
            goOn();
        }
    }

    void setPriority(int priority) {
        throttle.setPriority(priority);
    }

    private void send() throws IOException {
        long turnBytes = throttle.allowed(loop.config().turnBytes(), loop.nowNanos());
        if (turnBytes == 0) {
            holdBack();
            return;
        }
        long before = delivery.remaining();
        SendState sendState;
        try {
            sendState = delivery.writeTo(peer.sink(), turnBytes);
        } finally {
            long sent = before - delivery.remaining();
            if (sent > 0) {
                lastProgressNanos = loop.nowNanos();
                progress.sent(delivery, sent, lastProgressNanos);
            }
            throttle.spend(sent);
        }
        if (sendState == SendState.DONE) {
            complete();
        } else if (key.interestOps() != sendingOps) {
            key.interestOps(sendingOps);
        }
    }

    /** Lets TLS have its own messages, and keeps what is the beginning of the next request. */
    private void readAhead() {
        int read;
        try {
            read = input.receive(peer, loop.scratch());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Client broke TLS", e);
            end(Outcome.CLIENT_GONE);
            return;
        }
        if (read != 0) {
            sendingOps = SelectionKey.OP_WRITE;
            key.interestOps(sendingOps);
        }
    }

    /** Nothing is sent for now, so a client that leaves shows only by its input. */
    private void watch() throws IOException {
        if (input.receive(peer, loop.scratch()) < 0) {
            end(Outcome.CLIENT_GONE);
        } else if (input.isEnough()) {
            key.interestOps(0);
        }
    }

    private void holdBack() {
        state = State.HELD_BACK;
        key.interestOps(0);
        loop.timers().arm(timer, loop.nowNanos() + throttle.nanosUntilAllowed());
    }

    private void goOn() {
        state = State.SENDING;
        awaitProgress(); // it was not the client who waited
        loop.makeReady(this);
    }

    private void awaitProgress() {
        lastProgressNanos = loop.nowNanos();
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
        if (state == State.HELD_BACK) {
            goOn();
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
        return state.compareTo(State.LINGERING) < 0;
    }

    private void report(Outcome outcome) {
        report(() -> delivery.end(outcome));
    }

    private void report(Runnable end) {
        (state == State.QUEUED ? loop.counters().queued : loop.counters().active).decrementAndGet();
        loop.onEnded(this);
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
