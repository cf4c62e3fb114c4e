/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.SocketReturn;
import dev.spillway.manager.order.Timers.Timer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;
import java.util.Optional;

/**
 * What becomes of a connection when its download has ended. Runs on the thread of its loop.
 *
 * <pre>
 *   PRESENT --to be kept open--> LEAVING --taken back----------------------+
 *    |  |                          | refused                               v
 *    |  +--to be closed--------> LINGERING --client closed, or time--> CLOSED
 *    +--the download was cut-----------------------------------------------^
 * </pre>
 *
 * LINGERING exists because closing a socket that holds unread input makes the kernel reset the connection, and a reset may
 * destroy the end of the answer on its way to the client (RFC 9112 section 9.6).
 */
final class Departure {
    private static final Logger LOG = System.getLogger(Departure.class.getName());

    private enum State {
        PRESENT,
        LINGERING,
        LEAVING,
        CLOSED
    }

    private final SelectorLoop loop;
    private final Peer peer;
    private final Interest interest;
    private final Timer timer = new Timer(this::close);
    private SocketReturn taker;
    private State state = State.PRESENT;

    Departure(SelectorLoop loop, Peer peer, Interest interest) {
        this.loop = loop;
        this.peer = peer;
        this.interest = interest;
    }

    /** The answer is complete: the connection is given back if somebody wants it. */
    void begin(Optional<SocketReturn> giveBack) throws IOException {
        if (giveBack.isPresent()) {
            taker = giveBack.get();
            state = State.LEAVING;
            interest.leave();
            loop.release(this);
        } else {
            linger();
        }
    }

    /** The socket is ready for something. */
    void onReady() throws IOException {
        if (state == State.LINGERING) {
            if (interest.isWritable()) {
                finishOutput();
            }
            if (peer.readToEnd(loop.scratch())) {
                close();
            }
        }
    }

    /**
     * Leaves the loop for good, now that the selector has let the key go.
     *
     * @return false if whoever takes the socket back asks for some patience
     */
    boolean onReleased() {
        try {
            switch (taker.giveBack(interest.inputAhead())) {
                case NOT_YET -> {
                    return false;
                }
                case TAKEN -> {
                    state = State.CLOSED;
                    loop.onClosed();
                }
                case REFUSED -> {
                    interest.rejoin();
                    linger();
                }
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Client left", e);
            close();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
        return true;
    }

    /** Something went wrong that should not. */
    void fail(Throwable failure) {
        LOG.log(Level.ERROR, "Connection failed after its download was completed", failure);
        close();
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
            interest.await(SelectionKey.OP_READ);
        } else {
            interest.await(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    void close() {
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
