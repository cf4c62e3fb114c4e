/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.ClientSocket;
import dev.spillway.manager.api.Download;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.SocketReturn;
import dev.spillway.manager.api.Transfer;
import dev.spillway.manager.files.ReadAhead;
import dev.spillway.manager.queue.Ticket;
import dev.spillway.manager.rate.Allowance;
import dev.spillway.manager.send.SendState;
import dev.spillway.manager.send.Sink;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** A download in the hands of whoever asked for it, before a loop has it: what can be sent at once never gets there. */
final class LoopDownload implements Download {
    private static final Logger LOG = System.getLogger(LoopDownload.class.getName());

    /** What is no longer than this may be sent on the thread of the caller: about what a socket takes at once. */
    private static final long AT_ONCE_BYTES = 4 << 20;

    /** Who takes it over. */
    interface Host {
        /** Has a loop send the rest. */
        void start(ClientSocket client, Optional<SocketReturn> giveBack, Delivery delivery, Ticket ticket);

        /** The download is over, and its place is free. */
        void leave(Ticket ticket);
    }

    private final Delivery delivery;
    private final Ticket ticket;
    private final Engine engine;
    private final Host host;

    LoopDownload(Delivery delivery, Ticket ticket, Engine engine, Host host) {
        this.delivery = delivery;
        this.ticket = ticket;
        this.engine = engine;
        this.host = host;
    }

    @Override
    public boolean sendAtOnce(ClientSocket socket) {
        if (delivery.remaining() > AT_ONCE_BYTES || !ticket.isIn() || isLimited() || !isInMemory()) {
            return false;
        }
        try {
            Sink sink = Sink.of(socket, SelectorLoop::newScratch);
            return delivery.writeTo(sink, AT_ONCE_BYTES) == SendState.DONE;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Left to the loop, which will find out what is wrong", e);
            return false;
        }
    }

    /** A thread of the caller, too, has better things to do than to wait for a disk. */
    private boolean isInMemory() {
        return ReadAhead.isInMemory(delivery.transfer().file(), delivery.position(), delivery.regionRemaining());
    }

    private boolean isLimited() {
        return Allowance.isLimited(delivery.transfer().terms(), engine.bandwidth(), delivery.remaining());
    }

    @Override
    public void finish() {
        if (!delivery.isSent()) {
            throw new IllegalStateException("there are " + delivery.remaining() + " bytes left to send");
        }
        delivery.end(Outcome.COMPLETED);
        host.leave(ticket);
    }

    @Override
    public void start(ClientSocket socket, Optional<SocketReturn> giveBack) {
        host.start(socket, giveBack, delivery, ticket);
    }

    @Override
    public Transfer rest() {
        return delivery.rest();
    }

    @Override
    public void moved() {
        delivery.moved();
        host.leave(ticket);
    }

    @Override
    public void abandon() {
        delivery.end(Outcome.CLIENT_GONE);
        host.leave(ticket);
    }
}
