/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import dev.spillway.process.descriptor.Descriptors;
import dev.spillway.process.link.FrameChannel;
import dev.spillway.process.link.FrameChannel.Outgoing;
import dev.spillway.process.wire.Frame;
import dev.spillway.process.wire.Frame.Accepted;
import dev.spillway.process.wire.Frame.Declined;
import dev.spillway.process.wire.Frame.Done;
import dev.spillway.process.wire.Frame.Downloads;
import dev.spillway.process.wire.Frame.Ended;
import dev.spillway.process.wire.Frame.Refused;
import dev.spillway.process.wire.Frame.Retire;
import dev.spillway.process.wire.Frame.Retiring;
import dev.spillway.process.wire.Frame.Returning;
import dev.spillway.process.wire.Frame.Stats;
import dev.spillway.process.wire.Hello;
import dev.spillway.process.wire.WireException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/**
 * The connection to one manager process: how it stands, and what is said on it. Used on the thread of the {@link ProcessLoop},
 * but for what is volatile.
 *
 * <pre>
 *   GREETING --hello--> READY --retiring--> RETIRING --last download ended, or killed--> CLOSED
 *                        |  ^
 *                no answer  any frame
 *                        v  |
 *                       SILENT
 * </pre>
 */
final class ProcessLink {
    private static final Logger LOG = System.getLogger(ProcessLink.class.getName());

    enum State {
        GREETING,
        READY,
        SILENT,
        RETIRING,
        CLOSED
    }

    private final int number;
    private final ProcessLoop loop;
    private final FrameChannel frames;
    private final long answerNanos;
    private final HandOvers handOvers;
    private final Map<Long, CompletableFuture<Frame>> questions = new HashMap<>();
    private final LinkFigures figures = new LinkFigures();
    private volatile State state = State.GREETING;
    private volatile Hello peer;
    private long lastQuestion;

    /** @param number of the link, that no other one of the loop has */
    ProcessLink(int number, ProcessLoop loop, Descriptors descriptors, SocketChannel channel, long answerNanos) {
        this.number = number;
        this.loop = loop;
        this.answerNanos = answerNanos;
        frames = new FrameChannel(channel, descriptors.of(channel));
        handOvers = new HandOvers(frames, descriptors, figures, loop::close);
    }

    int number() {
        return number;
    }

    /** Whether the manager answers questions. */
    boolean isTalking() {
        return state == State.READY || state == State.RETIRING;
    }

    State state() {
        return state;
    }

    /** What the manager has said of itself, or null before it has. */
    Hello peer() {
        return peer;
    }

    LinkFigures figures() {
        return figures;
    }

    SocketChannel channel() {
        return frames.channel();
    }

    /** Downloads that are on their way or there. */
    int load() {
        return handOvers.load();
    }

    /** Whether somebody waits for something that only time can bring. */
    boolean isImpatient() {
        return handOvers.areReturning();
    }

    void send(Frame frame) {
        frames.send(frame);
    }

    /** Sends a frame now, or not at all. */
    void sendNow(Outgoing frame) throws IOException {
        frames.send(frame);
        frames.flush();
        frames.cancel(frame);
    }

    /** Has a download offered to the process as soon as it has answered those before. */
    void handOver(HandOver handOver, long now) {
        handOver.expire(now + answerNanos);
        handOvers.add(handOver);
    }

    /**
     * Asks the process something.
     *
     * @param question with the number that it is given
     * @param answer is cancelled if the process does not talk, or goes away before it has answered
     */
    void ask(LongFunction<Frame> question, CompletableFuture<Frame> answer) {
        if (!isTalking()) {
            answer.cancel(false);
            return;
        }
        long id = ++lastQuestion;
        questions.put(id, answer);
        frames.send(question.apply(id));
    }

    /** Asks the manager to make way. */
    void retire() {
        state = State.RETIRING;
        frames.send(new Retire());
    }

    /** Sends what there is; false if some is left, or the connection is broken. */
    boolean flush() throws IOException {
        return frames.flush();
    }

    /** Deals with what has come; false if the process has closed. */
    boolean onReadable() throws IOException {
        boolean isOpen = frames.fill();
        for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
            if (state == State.SILENT) {
                state = State.READY;
                loop.onAwake(this);
            }
            onFrame(frame);
        }
        handOvers.offerWaiting();
        return isOpen;
    }

    private void onFrame(Frame frame) throws IOException {
        if (frame instanceof Hello hello) {
            peer = hello;
            state = State.READY;
            loop.onGreeted(this);
        } else if (frame instanceof Accepted accepted) {
            handOvers.onAccepted(accepted.id());
        } else if (frame instanceof Declined declined) {
            handOvers.onDeclined(declined);
        } else if (frame instanceof Ended ended) {
            handOvers.onEnded(ended);
        } else if (frame instanceof Returning back) {
            handOvers.onReturning(back.id());
        } else if (frame instanceof Stats stats) {
            figures.known(stats.stats());
            onAnswer(stats.id(), stats);
        } else if (frame instanceof Done done) {
            onAnswer(done.id(), done);
        } else if (frame instanceof Downloads downloads) {
            onAnswer(downloads.id(), downloads);
        } else if (frame instanceof Retiring retiring) {
            boolean isAsked = state == State.RETIRING;
            state = State.RETIRING;
            LOG.log(Level.INFO, "Manager process " + peer.pid() + " takes no more downloads: " + retiring.reason());
            loop.onRetiring(this, isAsked);
        } else if (frame instanceof Refused refused) {
            throw new WireException(refused.reason());
        } else {
            throw new WireException(frame.type() + " from a manager");
        }
    }

    private void onAnswer(long id, Frame answer) {
        CompletableFuture<Frame> question = questions.remove(id);
        if (question != null) {
            question.complete(answer);
        }
    }

    /** Does what is due. */
    void tick(long now) {
        handOvers.giveBack();
        if (handOvers.withdrawLate(now) && state == State.READY) {
            state = State.SILENT;
            LOG.log(
                    Level.WARNING,
                    "Manager process " + peer.pid() + " does not answer; downloads are sent by this JVM until it does");
        }
        if (state == State.READY) {
            handOvers.offerWaiting();
        } else {
            handOvers.serveWaitingHere();
        }
    }

    /** Nanoseconds until something is due. */
    long untilDue(long now) {
        return handOvers.untilDue(now);
    }

    /** The connection is over; see {@link HandOvers#close}. */
    void close(boolean isProcessGone) {
        state = State.CLOSED;
        questions.values().forEach(question -> question.cancel(false));
        questions.clear();
        handOvers.close(isProcessGone);
        try {
            frames.channel().close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Failed to close a connection", e);
        }
    }
}
