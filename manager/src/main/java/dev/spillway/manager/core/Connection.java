/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.ClientSocket;
import dev.spillway.manager.api.DownloadState;
import dev.spillway.manager.api.DownloadView;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.SocketReturn;
import dev.spillway.manager.order.Timers.Timer;
import dev.spillway.manager.queue.Ticket;
import dev.spillway.manager.send.FileChangedException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * A download on its loop, from the hand-over to its end; what becomes of the socket after that is up to {@link Departure}.
 * Everything but the constructor, {@link #id}, {@link #view} and {@link #onLoop} runs on the thread of the loop.
 *
 * <pre>
 *   ARRIVING --has a place--> SENDING <--> HELD_BACK (a limit is used up), READING (by a disk thread), PAUSED
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
        READING,
        PAUSED,
        ENDED
    }

    private final Card card;
    private final SelectorLoop loop;
    private final Engine engine;
    private final Peer peer;
    private final Optional<SocketReturn> giveBack;
    private final Delivery delivery;
    private final Stay stay;
    private final Sending sending;
    private final Timer timer = new Timer(() -> attempt(this::onDeadline));
    private final Interest interest;
    private final Departure departure;

    /** Written on the thread of the loop. */
    private volatile State state = State.ARRIVING;

    /** Whether somebody has asked for a pause before the turn had come. */
    private boolean isPauseWanted;

    /** Whether the connection waits in the loop for its turn; kept by the loop. */
    boolean isReady;

    Connection(
            SelectorLoop loop, ClientSocket client, Optional<SocketReturn> giveBack, Delivery delivery, Ticket ticket) {
        this.loop = loop;
        this.giveBack = giveBack;
        this.delivery = delivery;
        engine = loop.engine();
        card = new Card(engine.downloads().newId(), engine.limits().isByUser(), delivery);
        stay = new Stay(engine, card, ticket, delivery);
        sending = new Sending(loop, delivery, card, () -> attempt(this::onGranted), () -> onLoop(this::onRead));
        peer = new Peer(client, loop::scratch);
        interest = new Interest(loop, peer);
        departure = new Departure(loop, peer, interest);
    }

    long id() {
        return card.id();
    }

    /** What the download looks like just now, to anybody on any thread. */
    DownloadView view(long nowNanos) {
        DownloadState shown = switch (state) {
            case ARRIVING, WAITING -> DownloadState.QUEUED;
            case HELD_BACK, READING -> DownloadState.HELD_BACK;
            case PAUSED -> DownloadState.PAUSED;
            default -> DownloadState.SENDING;
        };
        return card.view(shown, sending.bytesPerSecond(), nowNanos);
    }

    /** Joins the selector. A socket that can't is closed, and the connection never becomes ready. Never throws. */
    void onArrival() {
        attempt(this::arrive);
    }

    private void arrive() throws IOException {
        interest.join(this);
        if (stay.hasPlace()) {
            begin();
            return;
        }
        state = State.WAITING;
        interest.awaitInput(); // to see if the client leaves
        long now = loop.nowNanos();
        loop.timers().arm(timer, now + engine.config().queue().maxWait().toNanos());
        stay.awaitPlace(now, () -> onLoop(this::onTurn));
    }

    private void onTurn() {
        if (state == State.WAITING) {
            stay.countWait(loop.nowNanos());
            begin();
        }
    }

    private void begin() {
        stay.begin();
        goOn();
        if (isPauseWanted) {
            pause();
        }
    }

    /** Has its turn: the socket is writable, or readable while lingering. Never throws. */
    void onReady() {
        attempt(this::takeTurn);
    }

    private void takeTurn() throws IOException {
        switch (state) {
            case SENDING -> {
                if (interest.isReadable()) {
                    receive();
                }
                if (state == State.SENDING) {
                    send();
                }
            }
            case WAITING, PAUSED -> receive();
            case ENDED -> departure.onReady();
            default -> {} // it became ready before it got here
        }
    }

    /** Has something done soon, by any thread. */
    void onLoop(Runnable action) {
        loop.execute(() -> attempt(action::run));
    }

    private interface Step {
        void take() throws IOException;
    }

    /** Whatever goes wrong with one download is no matter for the others. */
    private void attempt(Step step) {
        try {
            step.take();
        } catch (FileChangedException e) {
            fail(e);
        } catch (IOException e) {
            endAfter(e);
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    // What somebody asks for from outside. A download that has ended meanwhile is left alone.

    void cancel() {
        if (state != State.ENDED) {
            peer.resetOnClose();
            end(Outcome.CANCELLED);
        }
    }

    void pause() {
        isPauseWanted = true;
        if (state == State.SENDING || state == State.HELD_BACK || state == State.READING) {
            sending.pause(loop.nowNanos());
            state = State.PAUSED;
            loop.timers().disarm(timer);
            interest.awaitInput(); // to see if the client leaves
        }
    }

    void resume() {
        isPauseWanted = false;
        if (state == State.PAUSED) {
            goOn();
        }
    }

    void setRate(long bytesPerSecond) {
        sending.setRate(bytesPerSecond);
        if (state == State.HELD_BACK && sending.waitsForTime()) {
            goOn();
        }
    }

    void setPriority(int newPriority) {
        card.setPriority(newPriority);
        if (state == State.WAITING) {
            stay.rank(loop.nowNanos());
        }
    }

    private void send() throws IOException {
        switch (sending.send(peer.sink(), loop.nowNanos())) {
            case BLOCKED -> {
                interest.awaitRoom();
                watch();
            }
            case MORE -> {
                watch();
                if (!interest.isRoomAwaited()) {
                    loop.makeReady(this); // else the selector does so
                }
            }
            case HELD_BACK -> stopOffering(State.HELD_BACK, sending.nanosToWait());
            case READING -> stopOffering(State.READING, 0);
            case DONE -> {
                report(Outcome.COMPLETED);
                departure.begin(giveBack);
            }
        }
    }

    /**
     * Sees what the client has to say, and if it leaves. While it is sent to, that shows by itself, and a client that only
     * says no more may still want the answer.
     */
    private void receive() {
        try {
            if (!interest.receive() && state != State.SENDING) {
                end(Outcome.CLIENT_GONE);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Client left, or broke TLS", e);
            end(Outcome.CLIENT_GONE);
        }
    }

    /** @param nanos time after which it goes on by itself; 0 if somebody will tell */
    private void stopOffering(State next, long nanos) {
        state = next;
        interest.awaitNothing();
        if (nanos > 0) {
            loop.timers().armAbout(timer, loop.nowNanos(), nanos);
        } else {
            loop.timers().disarm(timer);
        }
    }

    private void onRead() {
        if (state == State.READING) {
            goOn();
        }
    }

    private void onGranted() {
        if (state == State.HELD_BACK && sending.isGranted()) {
            goOn();
        }
    }

    private void goOn() {
        state = State.SENDING;
        sending.begin(loop.nowNanos()); // it was not the client who waited
        loop.timers().disarm(timer);
        loop.makeReady(this);
    }

    /** Has the client judged by how it takes what it is offered. */
    private void watch() {
        if (!loop.timers().isArmed(timer)) {
            loop.timers().arm(timer, sending.verdictNanos());
        }
    }

    private void onDeadline() throws IOException {
        switch (state) {
            case WAITING -> giveUpWaiting();
            case HELD_BACK -> goOn();
            case SENDING -> judge();
            default -> {} // nothing is waited for
        }
    }

    private void judge() {
        Outcome verdict = sending.verdict(loop.nowNanos());
        if (verdict == null) {
            watch();
        } else {
            peer.resetOnClose();
            end(verdict);
        }
    }

    /** The answer is short and the buffers are empty: the socket takes all of it. */
    private void giveUpWaiting() throws IOException {
        if (stay.withdraw()) {
            report(Outcome.WAITED_TOO_LONG);
            peer.sink().write(BusyAnswer.of(engine.retryAfter()));
            departure.begin(Optional.empty());
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
        if (state != State.ENDED) {
            leave();
            stay.fail(failure);
            departure.close();
        } else {
            departure.fail(failure);
        }
    }

    /** Ends the download, if it has not ended before, and closes. On any thread, if the loop has ended. */
    void end(Outcome outcome) {
        if (state != State.ENDED) {
            report(outcome);
        }
        departure.close();
    }

    private void report(Outcome outcome) {
        leave();
        stay.end(outcome);
    }

    private void leave() {
        state = State.ENDED;
        loop.timers().disarm(timer);
        sending.end(loop.nowNanos());
    }
}
