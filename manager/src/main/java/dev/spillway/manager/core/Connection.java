/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.Candidate;
import dev.spillway.manager.api.ClientSocket;
import dev.spillway.manager.api.DownloadState;
import dev.spillway.manager.api.DownloadView;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.SocketReturn;
import dev.spillway.manager.api.Terms;
import dev.spillway.manager.core.Timers.Timer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;
import java.util.Optional;

/**
 * A download on its loop, from the hand-over to its end; what becomes of the socket after that is up to {@link Departure}.
 * Everything but the constructor, {@link #id}, {@link #loop} and {@link #view} runs on the thread of the loop.
 *
 * <pre>
 *   ARRIVING --has a place--> SENDING <--> HELD_BACK (a limit is used up), PAUSED (by somebody)
 *      |                      ^   |             |
 *      +--has none--> WAITING-+   +--all sent---+--client gone, stalled, too slow, file changed, cancelled, failure
 *      |                 |                      v
 *      +-----stop--------+--waited too long--> ENDED
 * </pre>
 *
 * The outcome is reported on the way to ENDED, and whatever the download held is given back first.
 */
final class Connection {
    private static final Logger LOG = System.getLogger(Connection.class.getName());

    private enum State {
        ARRIVING,
        WAITING,
        SENDING,
        HELD_BACK,
        PAUSED,
        ENDED
    }

    private final long id;
    private final SelectorLoop loop;
    private final Engine engine;
    private final Peer peer;
    private final Optional<SocketReturn> giveBack;
    private final Delivery delivery;
    private final Ticket ticket;
    private final Progress progress;
    private final Allowance allowance;
    private final Share share;
    private final Tempo tempo;
    private final Timer timer = new Timer(this::onDeadline);
    private final InputAhead input = new InputAhead();
    private final Departure departure;
    private final long startNanos = System.nanoTime();

    /** Written on the thread of the loop, as is the next one. */
    private volatile State state = State.ARRIVING;

    private volatile int priority;

    /** Whether somebody has asked for a pause before the turn had come. */
    private boolean isPauseWanted;

    private SelectionKey key;

    /** With TLS also input matters while sending: the peer may ask for new keys. */
    private int sendingOps;

    /** Whether the connection waits in the loop for its turn; kept by the loop. */
    boolean isReady;

    Connection(
            SelectorLoop loop, ClientSocket client, Optional<SocketReturn> giveBack, Delivery delivery, Ticket ticket) {
        this.loop = loop;
        this.giveBack = giveBack;
        this.delivery = delivery;
        this.ticket = ticket;
        engine = loop.engine();
        id = engine.downloads().newId();
        Terms terms = delivery.transfer().terms();
        priority = terms.priority();
        progress = new Progress(delivery, startNanos);
        share = new Share(
                ClientKey.of(terms, engine.limits().isByUser()),
                terms.rule(),
                loop,
                this::asCandidate,
                this::onGranted);
        allowance = new Allowance(engine, terms, share);
        tempo = new Tempo(engine.config().stallTimeout());
        peer = new Peer(client, loop::scratch);
        departure = new Departure(loop, peer, input);
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
            case ARRIVING, WAITING -> DownloadState.QUEUED;
            case HELD_BACK -> DownloadState.HELD_BACK;
            case PAUSED -> DownloadState.PAUSED;
            default -> DownloadState.SENDING;
        };
        return progress.view(id, delivery.transfer(), shown, priority, allowance.bytesPerSecond(), nowNanos);
    }

    private Candidate asCandidate(long nowNanos) {
        return new Candidate(
                id,
                share.client,
                delivery.transfer().terms(),
                priority,
                delivery.remaining(),
                startNanos / 1e9,
                nowNanos / 1e9);
    }

    /** Joins the selector. A socket that can't is closed, and the connection never becomes ready. */
    void onArrival() {
        try {
            peer.channel().configureBlocking(false);
            boolean hasTurn = ticket.isIn();
            key = peer.channel().register(loop.selector(), hasTurn ? sendingOps : SelectionKey.OP_READ, this);
            if (hasTurn) {
                begin();
            } else {
                awaitTurn();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Socket was closed before the download began", e);
            end(Outcome.CLIENT_GONE);
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void awaitTurn() {
        state = State.WAITING;
        long now = loop.nowNanos();
        loop.timers().arm(timer, now + engine.config().queue().maxWait().toNanos());
        engine.places().await(ticket, asCandidate(now), () -> loop.execute(this::onTurn));
    }

    private void onTurn() {
        if (state == State.WAITING) {
            engine.waits().add(loop.nowNanos() - startNanos);
            begin();
        }
    }

    private void begin() {
        loop.counters().queued.decrementAndGet();
        loop.counters().active.incrementAndGet();
        goOn();
        if (isPauseWanted) {
            pause();
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
                case WAITING, PAUSED -> watch();
                case ENDED -> departure.onReady();
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
        isPauseWanted = true;
        if (state == State.SENDING || state == State.HELD_BACK) {
            tempo.end(loop.nowNanos());
            allowance.leave();
            state = State.PAUSED;
            loop.timers().disarm(timer);
            key.interestOps(input.isEnough() ? 0 : SelectionKey.OP_READ); // to see if the client leaves
        }
    }

    void resume() {
        isPauseWanted = false;
        if (state == State.PAUSED) {
            goOn();
        }
    }

    void setRate(long bytesPerSecond) {
        allowance.setRate(bytesPerSecond);
        if (state == State.HELD_BACK && allowance.isShareFree()) {
            goOn();
        }
    }

    void setPriority(int newPriority) {
        priority = newPriority;
        if (state == State.WAITING) {
            engine.places().update(ticket, asCandidate(loop.nowNanos()));
        }
    }

    private void send() throws IOException {
        long wanted = Math.min(loop.config().turnBytes(), Math.max(1, delivery.remaining()));
        long turnBytes = allowance.take(wanted, loop.nowNanos());
        if (turnBytes == 0) {
            holdBack();
            return;
        }
        long before = delivery.remaining();
        SendState sendState;
        try {
            sendState = delivery.writeTo(peer.sink(), turnBytes);
        } finally {
            count(before - delivery.remaining());
        }
        if (sendState == SendState.DONE) {
            report(Outcome.COMPLETED);
            departure.begin(key, giveBack);
        } else if ((key.interestOps() & SelectionKey.OP_WRITE) == 0) {
            if (sendState == SendState.BLOCKED) {
                key.interestOps(sendingOps);
            } else {
                loop.makeReady(this);
            }
        }
    }

    private void count(long sent) {
        if (sent > 0) {
            tempo.taken(sent, loop.nowNanos());
            progress.sent(delivery, sent, loop.nowNanos());
            loop.counters().outstanding.add(-sent);
        }
        allowance.spend(sent);
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
        int read = input.receive(peer, loop.scratch());
        if (read < 0) {
            end(Outcome.CLIENT_GONE);
        } else if (read > 0) {
            sendingOps = SelectionKey.OP_WRITE;
            key.interestOps(input.isEnough() ? 0 : SelectionKey.OP_READ);
        }
    }

    private void holdBack() {
        tempo.end(loop.nowNanos());
        state = State.HELD_BACK;
        if (key.interestOps() != 0) {
            key.interestOps(0);
        }
        if (allowance.nanosToWait() > 0) {
            loop.timers().arm(timer, loop.nowNanos() + allowance.nanosToWait());
        } else {
            loop.timers().disarm(timer);
        }
    }

    private void onGranted() {
        if (state == State.HELD_BACK && share.isGranted()) {
            goOn();
        }
    }

    private void goOn() {
        state = State.SENDING;
        tempo.begin(loop.nowNanos()); // it was not the client who waited
        loop.timers().arm(timer, tempo.deadlineNanos(engine.limits()));
        loop.makeReady(this);
    }

    private void onDeadline() {
        try {
            switch (state) {
                case WAITING -> giveUpWaiting();
                case HELD_BACK -> goOn();
                case SENDING -> judge();
                default -> {
                    // Nothing is waited for.
                }
            }
        } catch (IOException e) {
            endAfter(e);
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void judge() {
        Outcome verdict = tempo.verdict(engine.limits(), loop.nowNanos());
        if (verdict == null) {
            loop.timers().arm(timer, tempo.deadlineNanos(engine.limits()));
        } else {
            peer.resetOnClose();
            end(verdict);
        }
    }

    /** The answer is short and the buffers are empty: the socket takes all of it. */
    private void giveUpWaiting() throws IOException {
        if (engine.places().withdraw(ticket)) {
            report(Outcome.WAITED_TOO_LONG);
            peer.sink().write(BusyAnswer.of(engine.retryAfter()));
            departure.begin(key, Optional.empty());
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
            departure.close();
        } else {
            departure.fail(failure);
        }
    }

    /** Ends the download, if it has not ended before, and closes. */
    private void end(Outcome outcome) {
        if (isUnderWay()) {
            report(outcome);
        }
        departure.close();
    }

    private boolean isUnderWay() {
        return state != State.ENDED;
    }

    private void report(Outcome outcome) {
        report(() -> delivery.end(outcome));
    }

    private void report(Runnable end) {
        boolean hasBegun = state != State.ARRIVING && state != State.WAITING;
        (hasBegun ? loop.counters().active : loop.counters().queued).decrementAndGet();
        state = State.ENDED;
        loop.timers().disarm(timer);
        loop.counters().outstanding.add(-delivery.remaining());
        engine.downloads().remove(this);
        allowance.end(loop.nowNanos());
        engine.places().giveBack(ticket);
        end.run();
    }
}
