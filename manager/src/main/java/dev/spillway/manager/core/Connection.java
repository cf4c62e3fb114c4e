/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Transfer;
import dev.spillway.manager.api.TransferEnd;
import dev.spillway.manager.api.TransferListener;
import dev.spillway.manager.core.Timers.Timer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * The socket of one client, with what is to be sent over it. Everything but the constructor runs on the thread of its
 * loop.
 *
 * <pre>
 *   QUEUED --arrived--> SENDING --all is sent--> LINGERING --client closed, or time is over--> CLOSED
 *      |                   |                                                                     ^
 *      +--stop-------------+--client gone, stalled, file changed, stop, failure------------------+
 * </pre>
 *
 * The outcome is reported on the way out of QUEUED or SENDING, so exactly once. LINGERING exists because closing a
 * socket that holds unread input makes the kernel reset the connection, and a reset may destroy the end of the answer on
 * its way to the client (RFC 9112 section 9.6).
 */
final class Connection {
    private static final Logger LOG = System.getLogger(Connection.class.getName());
    private static final int MAX_READS_PER_TURN = 16;

    private enum State {
        QUEUED,
        SENDING,
        LINGERING,
        CLOSED
    }

    private final SelectorLoop loop;
    private final SocketChannel socket;
    private final SourceFile file;
    private final SendQueue queue;
    private final TransferListener listener;
    private final long startNanos = System.nanoTime();
    private final long length;
    private final Timer timer = new Timer(this::onDeadline);
    private State state = State.QUEUED;
    private SelectionKey key;
    private long lastProgressNanos;
    private Duration timeToFirstByte;

    /** Whether the connection waits in the loop for its turn; kept by the loop. */
    boolean isReady;

    Connection(SelectorLoop loop, SocketChannel socket, Transfer transfer, TransferListener listener) {
        this.loop = loop;
        this.socket = socket;
        this.listener = listener;
        file = transfer.file();
        queue = new SendQueue(transfer);
        length = queue.remaining();
    }

    /** Joins the selector. A socket that can't is closed, and the connection never becomes ready. */
    void onArrival() {
        loop.counters().queued.decrementAndGet();
        loop.counters().active.incrementAndGet();
        state = State.SENDING;
        try {
            socket.configureBlocking(false);
            key = socket.register(loop.selector(), SelectionKey.OP_WRITE, this);
            lastProgressNanos = loop.nowNanos();
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
                send();
            } else if (state == State.LINGERING && readToEnd()) {
                close();
            }
        } catch (FileChangedException e) {
            LOG.log(Level.WARNING, "Download of [" + file.path() + "] cut: " + e.getMessage());
            end(Outcome.FILE_CHANGED);
        } catch (IOException e) {
            endAfter(e);
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** The loop ends, or the drain time is over. */
    void onStop() {
        if (state == State.QUEUED || state == State.SENDING) {
            end(Outcome.CUT_BY_STOP);
        } else {
            close();
        }
    }

    private void send() throws IOException {
        int turnBytes = loop.config().turnBytes();
        long before = queue.remaining();
        if (before <= turnBytes && file.isOverwritten()) {
            // Checked as long as the end is held back: the client must not take a mix of two versions as complete.
            throw new FileChangedException();
        }
        SendState sendState;
        try {
            sendState = queue.writeTo(socket, turnBytes);
        } finally {
            long sent = before - queue.remaining();
            if (sent > 0) {
                if (timeToFirstByte == null) {
                    timeToFirstByte = sinceStart();
                }
                lastProgressNanos = loop.nowNanos();
                loop.counters().bytesSent.add(sent);
            }
        }
        if (sendState == SendState.DONE) {
            report(Outcome.COMPLETED);
            linger();
        }
    }

    private void linger() throws IOException {
        Duration lingerTimeout = loop.config().lingerTimeout();
        state = State.LINGERING;
        loop.counters().lingering.incrementAndGet();
        socket.shutdownOutput();
        key.interestOps(SelectionKey.OP_READ);
        loop.timers().arm(timer, loop.nowNanos() + lingerTimeout.toNanos());
    }

    /** Reads and forgets what the client has sent, within the bounds of a turn; true if the client has closed. */
    private boolean readToEnd() throws IOException {
        ByteBuffer scratch = loop.scratch();
        for (int i = 0; i < MAX_READS_PER_TURN; i++) {
            int read = socket.read(scratch.clear());
            if (read <= 0) {
                return read < 0;
            }
        }
        return false;
    }

    private void onDeadline() {
        long stallNanos = loop.config().stallTimeout().toNanos();
        if (state == State.LINGERING) {
            close();
        } else if (loop.nowNanos() - lastProgressNanos >= stallNanos) {
            resetOnClose();
            end(Outcome.STALLED);
        } else {
            loop.timers().arm(timer, lastProgressNanos + stallNanos);
        }
    }

    /** Frees the megabytes that the kernel would go on holding for a client that takes none of them. */
    private void resetOnClose() {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Socket is closed already", e);
        }
    }

    /** Tells a failing socket from a failing file by asking the socket: {@code sendfile} reports both alike. */
    private void endAfter(IOException failure) {
        if (state != State.SENDING) {
            close();
        } else if (isClientGone()) {
            LOG.log(Level.DEBUG, "Client left", failure);
            end(Outcome.CLIENT_GONE);
        } else {
            fail(failure);
        }
    }

    private boolean isClientGone() {
        try {
            return readToEnd();
        } catch (IOException e) {
            return true;
        }
    }

    private void fail(Throwable failure) {
        LOG.log(Level.ERROR, "Download of [" + file.path() + "] failed", failure);
        end(Outcome.FAILED);
    }

    private void end(Outcome outcome) {
        report(outcome);
        close();
    }

    private void report(Outcome outcome) {
        if (state == State.QUEUED) {
            loop.counters().queued.decrementAndGet();
        } else if (state == State.SENDING) {
            loop.counters().active.decrementAndGet();
        } else {
            return;
        }
        state = State.CLOSED;
        file.close();
        loop.counters().ended(outcome);
        long sent = length - queue.remaining();
        try {
            listener.ended(new TransferEnd(outcome, sent, Optional.ofNullable(timeToFirstByte), sinceStart()));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "Listener failed", e);
        }
    }

    private Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private void close() {
        if (state == State.LINGERING) {
            loop.counters().lingering.decrementAndGet();
        }
        state = State.CLOSED;
        loop.timers().disarm(timer);
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Failed to close the socket", e);
        }
        loop.onClosed();
    }
}
