/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import dev.spillway.manager.api.TransferEnd;
import dev.spillway.process.descriptor.Descriptors;
import dev.spillway.process.link.FrameChannel;
import dev.spillway.process.link.FrameChannel.Outgoing;
import dev.spillway.process.wire.Frame.Commit;
import dev.spillway.process.wire.Frame.Declined;
import dev.spillway.process.wire.Frame.Ended;
import dev.spillway.process.wire.Frame.Returned;
import dev.spillway.process.wire.Frame.Withdraw;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The downloads that are on their way to one process, there, or on their way back. Used on the thread of the {@link ProcessLoop}. */
final class HandOvers {
    private static final Logger LOG = System.getLogger(HandOvers.class.getName());

    /** Offers at once, with two descriptors each: a process near its limit must have room for all that it has not looked at. */
    private static final int WINDOW = 16;

    private final FrameChannel frames;
    private final Descriptors descriptors;
    private final Consumer<HandOver> closing;
    private final LinkFigures figures;
    private final ArrayDeque<HandOver> waiting = new ArrayDeque<>();
    private final ArrayDeque<HandOver> unanswered = new ArrayDeque<>();
    private final Map<Long, HandOver> offered = new HashMap<>();
    private final List<HandOver> returning = new ArrayList<>();
    private long lastId;

    /** @param closing closes our descriptor of a connection that the process has, as soon as that is possible */
    HandOvers(FrameChannel frames, Descriptors descriptors, LinkFigures figures, Consumer<HandOver> closing) {
        this.frames = frames;
        this.descriptors = descriptors;
        this.figures = figures;
        this.closing = closing;
    }

    /** Downloads that are on their way or there. */
    int load() {
        return offered.size() + waiting.size();
    }

    /** Whether connections wait for Tomcat to take them back, which only time can bring about. */
    boolean areReturning() {
        return !returning.isEmpty();
    }

    /** Has a download offered to the process as soon as it has answered those before. */
    void add(HandOver handOver) {
        waiting.add(handOver);
        offerWaiting();
    }

    /** Offers as many as the window has room for. */
    void offerWaiting() {
        while (!waiting.isEmpty() && unanswered.size() < WINDOW) {
            HandOver next = waiting.remove();
            if (!offer(next)) {
                next.serveHere();
            }
        }
    }

    /** Offers a download to the process; false if it is too long for a frame. */
    private boolean offer(HandOver handOver) {
        Optional<ByteBuffer> bytes = handOver.offer(++lastId).toBytes();
        if (bytes.isEmpty()) {
            return false;
        }
        Outgoing frame = new Outgoing(bytes.get(), handOver.descriptors(descriptors));
        handOver.offered(frame);
        frames.send(frame);
        unanswered.add(handOver);
        offered.put(handOver.id(), handOver);
        return true;
    }

    void onAccepted(long id) {
        HandOver handOver = offered.get(id);
        if (handOver == null || !unanswered.remove(handOver)) {
            return; // withdrawn in the meantime
        }
        frames.send(new Commit(id));
        handOver.moved();
        figures.moved();
        if (!handOver.isReturnWanted()) {
            closing.accept(handOver);
        }
    }

    void onDeclined(Declined declined) {
        HandOver handOver = offered.remove(declined.id());
        if (handOver != null && unanswered.remove(handOver)) {
            LOG.log(Level.DEBUG, "Declined: " + declined.reason());
            handOver.serveHere();
        }
    }

    void onEnded(Ended ended) {
        HandOver handOver = offered.get(ended.id());
        if (handOver == null) {
            return;
        }
        TransferEnd end = ended.end();
        figures.ended(end);
        if (!handOver.ended(end)) {
            offered.remove(ended.id());
            if (handOver.isReturnWanted()) {
                closing.accept(handOver);
            }
        }
    }

    void onReturning(long id) {
        HandOver handOver = offered.remove(id);
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
                closing.accept(handOver);
            }
        }
        return true;
    }

    /** Tries again what Tomcat was not ready for. */
    void giveBack() {
        returning.removeIf(this::isReturned);
    }

    /** Takes back the offers that were not answered in time, and has this JVM send them; tells whether there were any. */
    boolean withdrawLate(long now) {
        boolean wereLate = false;
        for (HandOver oldest = unanswered.peek();
                oldest != null && now - oldest.deadlineNanos() >= 0;
                oldest = unanswered.peek()) {
            wereLate = true;
            unanswered.remove();
            offered.remove(oldest.id());
            if (!frames.cancel(oldest.frame())) {
                frames.send(new Withdraw(oldest.id()));
            }
            oldest.serveHere();
        }
        return wereLate;
    }

    /** What was not offered yet, this JVM sends. */
    void serveWaitingHere() {
        waiting.forEach(HandOver::serveHere);
        waiting.clear();
    }

    /** Nanoseconds until an offer has to be taken back. */
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
        serveWaitingHere();
        for (HandOver handOver : List.copyOf(unanswered)) {
            offered.remove(handOver.id());
            handOver.serveHere();
        }
        unanswered.clear();
        if (isProcessGone) {
            List<HandOver> lost = offered.values().stream()
                    .filter(handOver -> !handOver.isEnded())
                    .toList();
            figures.lost(lost.size());
            lost.forEach(HandOver::lost);
        }
        returning.addAll(offered.values());
        returning.stream().filter(HandOver::isReturnWanted).forEach(closing);
        returning.clear();
        offered.clear();
    }
}
