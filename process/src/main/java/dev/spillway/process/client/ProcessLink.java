/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import dev.spillway.process.descriptor.Descriptors;
import dev.spillway.process.link.FrameChannel;
import dev.spillway.process.link.FrameChannel.Outgoing;
import dev.spillway.process.wire.Frame;
import dev.spillway.process.wire.Frame.Accepted;
import dev.spillway.process.wire.Frame.Commit;
import dev.spillway.process.wire.Frame.Declined;
import dev.spillway.process.wire.Frame.Done;
import dev.spillway.process.wire.Frame.Downloads;
import dev.spillway.process.wire.Frame.Ended;
import dev.spillway.process.wire.Frame.Refused;
import dev.spillway.process.wire.Frame.Retire;
import dev.spillway.process.wire.Frame.Retiring;
import dev.spillway.process.wire.Frame.Returned;
import dev.spillway.process.wire.Frame.Returning;
import dev.spillway.process.wire.Frame.Stats;
import dev.spillway.process.wire.Frame.Withdraw;
import dev.spillway.process.wire.Hello;
import dev.spillway.process.wire.WireException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/**
 * The connection to one manager process, with the downloads that are on their way to it or there. Used on the thread of the
 * {@link ProcessLoop}, but for what is volatile.
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

    /** Offers at once, with two descriptors each: a process near its limit must have room for all that it has not looked at. */
    private static final int WINDOW = 16;

    enum State {
        GREETING,
        READY,
        SILENT,
        RETIRING,
        CLOSED
    }

    private final int number;
    private final ProcessLoop loop;
    private final Descriptors descriptors;
    private final FrameChannel frames;
    private final long answerNanos;
    private final ArrayDeque<HandOver> waiting = new ArrayDeque<>();
    private final ArrayDeque<HandOver> unanswered = new ArrayDeque<>();
    private final Map<Long, HandOver> handOvers = new HashMap<>();
    private final List<HandOver> returning = new ArrayList<>();
    private final Map<Long, CompletableFuture<Frame>> questions = new HashMap<>();
    private final LinkFigures figures = new LinkFigures();
    private volatile State state = State.GREETING;
    private volatile Hello peer;
    private long nextId;

    /** @param number of the link, that no other one of the loop has */
    ProcessLink(int number, ProcessLoop loop, Descriptors descriptors, SocketChannel channel, long answerNanos) {
        this.number = number;
        this.loop = loop;
        this.descriptors = descriptors;
        this.answerNanos = answerNanos;
        frames = new FrameChannel(channel, descriptors.of(channel));
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
        return handOvers.size() + waiting.size();
    }

    /** Whether somebody waits for something that only time can bring. */
    boolean isImpatient() {
        return !returning.isEmpty();
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
        waiting.add(handOver);
        offerWaiting();
    }

    private void offerWaiting() {
        while (!waiting.isEmpty() && unanswered.size() < WINDOW) {
            HandOver next = waiting.remove();
            if (!offer(next)) {
                next.serveHere();
            }
        }
    }

    /** Offers a download to the process; false if it is too long for a frame. */
    private boolean offer(HandOver handOver) {
        Optional<ByteBuffer> bytes = handOver.offer(++nextId).toBytes();
        if (bytes.isEmpty()) {
            return false;
        }
        Outgoing frame = new Outgoing(bytes.get(), handOver.descriptors(descriptors));
        handOver.offered(frame);
        frames.send(frame);
        unanswered.add(handOver);
        handOvers.put(handOver.id(), handOver);
        return true;
    }

    /**
     * Asks the process something.
     *
     * @param question with the number that it is given
     * @param answer fails if the process goes away before it has answered
     */
    void ask(LongFunction<Frame> question, CompletableFuture<Frame> answer) {
        long id = ++nextId;
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
                LOG.log(Level.INFO, "Manager process " + peer.pid() + " answers again");
            }
            onFrame(frame);
        }
        offerWaiting();
        return isOpen;
    }

    private void onFrame(Frame frame) throws IOException {
        if (frame instanceof Hello hello) {
            peer = hello;
            state = State.READY;
            loop.onGreeted(this);
        } else if (frame instanceof Accepted accepted) {
            onAccepted(accepted.id());
        } else if (frame instanceof Declined declined) {
            onDeclined(declined);
        } else if (frame instanceof Ended ended) {
            onEnded(ended);
        } else if (frame instanceof Returning back) {
            onReturning(back.id());
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

    private void onAccepted(long id) {
        HandOver handOver = handOvers.get(id);
        if (handOver == null || !unanswered.remove(handOver)) {
            return; // withdrawn in the meantime
        }
        frames.send(new Commit(id));
        handOver.moved();
        figures.moved();
        if (!handOver.isReturnWanted()) {
            loop.close(handOver);
        }
    }

    private void onDeclined(Declined declined) {
        HandOver handOver = handOvers.remove(declined.id());
        if (handOver != null && unanswered.remove(handOver)) {
            LOG.log(Level.DEBUG, "Declined: " + declined.reason());
            handOver.serveHere();
        }
    }

    private void onEnded(Ended ended) {
        HandOver handOver = handOvers.get(ended.id());
        if (handOver == null) {
            return;
        }
        figures.ended(ended.end());
        if (!handOver.ended(ended.end())) {
            handOvers.remove(ended.id());
            if (handOver.isReturnWanted()) {
                loop.close(handOver);
            }
        }
    }

    private void onReturning(long id) {
        HandOver handOver = handOvers.remove(id);
        if (handOver != null && !isReturned(handOver)) {
            returning.add(handOver);
        }
    }

    /** Tries to have Tomcat take a connection back; false if it asks for patience. */
    private boolean isReturned(HandOver handOver) {
        switch (handOver.giveBack()) {
            case NOT_YET -> {
                return false;
            }
            case TAKEN -> frames.send(new Returned(handOver.id(), true));
            case REFUSED -> {
                frames.send(new Returned(handOver.id(), false));
                loop.close(handOver);
            }
        }
        return true;
    }

    /** Does what is due. */
    void tick(long now) {
        returning.removeIf(this::isReturned);
        HandOver oldest = unanswered.peek();
        while (oldest != null && now - oldest.deadlineNanos() >= 0) {
            unanswered.remove();
            handOvers.remove(oldest.id());
            if (!frames.cancel(oldest.frame())) {
                frames.send(new Withdraw(oldest.id()));
            }
            if (state == State.READY) {
                state = State.SILENT;
                LOG.log(
                        Level.WARNING,
                        "Manager process " + peer.pid() + " does not answer; downloads are sent by"
                                + " this JVM until it does");
            }
            oldest.serveHere();
            oldest = unanswered.peek();
        }
        if (state == State.READY) {
            offerWaiting();
        } else {
            serveWaitingHere();
        }
    }

    /** What was not offered yet, this JVM sends. */
    private void serveWaitingHere() {
        waiting.forEach(HandOver::serveHere);
        waiting.clear();
    }

    /** Nanoseconds until something is due. */
    long untilDue(long now) {
        return unanswered.isEmpty()
                ? Long.MAX_VALUE
                : Math.max(0, unanswered.peek().deadlineNanos() - now);
    }

    /**
     * The connection is over: offers that were not committed are ours, and what was committed is lost if the process is, too.
     *
     * @param isProcessGone false if it is this JVM who goes
     */
    void close(boolean isProcessGone) {
        state = State.CLOSED;
        questions.values().forEach(question -> question.cancel(false));
        questions.clear();
        serveWaitingHere();
        for (HandOver handOver : List.copyOf(unanswered)) {
            handOvers.remove(handOver.id());
            handOver.serveHere();
        }
        unanswered.clear();
        if (isProcessGone) {
            List<HandOver> lost = handOvers.values().stream()
                    .filter(handOver -> !handOver.isEnded())
                    .toList();
            figures.lost(lost.size());
            lost.forEach(HandOver::lost);
        }
        returning.addAll(handOvers.values());
        returning.stream().filter(HandOver::isReturnWanted).forEach(loop::close);
        returning.clear();
        handOvers.clear();
        try {
            frames.channel().close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Failed to close a connection", e);
        }
    }
}
