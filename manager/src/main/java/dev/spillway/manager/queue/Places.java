/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.queue;

import dev.spillway.manager.api.Candidate;
import dev.spillway.manager.api.Discipline;
import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.QueueConfig;
import dev.spillway.manager.order.Line;
import dev.spillway.manager.queue.Ticket.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The places of a manager, and the queue before them (SYSTEMS.md A9). There are three gates, always passed in this order:
 * that of the client, that of the file, and the places themselves, where the discipline says who is next. Whoever waits at
 * one holds what he passed before, and nobody waits for what comes before: there is no deadlock.
 *
 * <p>For use by any thread, under one lock, which is held for some steps in memory; those whose turn has come are told
 * after it is free. Where nothing is limited nobody comes here.
 */
public final class Places {
    private final QueueConfig config;
    private final Line<Ticket> line;
    private final Map<String, Gate> clients = new HashMap<>();
    private final Map<String, Gate> files = new HashMap<>();
    private volatile Limits limits;
    private int taken;
    private int queued;

    public Places(QueueConfig config, Discipline discipline, Limits limits) {
        this.config = config;
        this.limits = limits;
        line = new Line<>(discipline.places());
    }

    /** Whether nobody has to wait for anything. */
    public boolean areUnlimited() {
        Limits now = limits;
        return config.maxActive() == 0 && now.clientDownloads() == 0 && now.fileDownloads() == 0;
    }

    /**
     * Asks for a place.
     *
     * @return a ticket that is in, or one of the queue; null if the queue is full, too
     */
    public synchronized Ticket ask(String client, String file) {
        Ticket ticket = new Ticket(client, file);
        advance(ticket);
        if (!ticket.isIn()) {
            if (queued >= config.maxQueued()) {
                leave(ticket); // nobody has waited for what it held for this moment
                return null;
            }
            queued++;
        }
        return ticket;
    }

    /**
     * Waits for the turn of a ticket of the queue.
     *
     * @param onTurn told when it has come, at once or later, on any thread
     */
    public void await(Ticket ticket, Candidate candidate, Runnable onTurn) {
        synchronized (this) {
            ticket.onTurn = onTurn;
            ticket.wish = candidate;
            if (!goOn(ticket)) {
                return;
            }
        }
        onTurn.run();
    }

    /** Has a waiting download ranked anew. */
    public synchronized void update(Ticket ticket, Candidate candidate) {
        ticket.wish = candidate;
        if (isInLine(ticket)) {
            line.update(ticket, candidate);
        }
    }

    /** Gives back whatever a ticket has; once is enough, more is allowed. */
    public void giveBack(Ticket ticket) {
        if (ticket == Ticket.FREE) {
            return;
        }
        List<Ticket> next = new ArrayList<>();
        synchronized (this) {
            if (ticket.stage() == Stage.RETURNED) {
                return;
            }
            if (!ticket.isIn()) {
                queued--;
            }
            leave(ticket);
            letIn(ticket.fileGate, limits.fileDownloads(), next);
            letIn(ticket.clientGate, limits.clientDownloads(), next);
            fill(next);
        }
        next.forEach(turn -> turn.onTurn.run());
    }

    /** Takes a ticket out of the queue, unless its turn has come; says whether it did. */
    public boolean withdraw(Ticket ticket) {
        synchronized (this) {
            if (ticket.isIn()) {
                return false;
            }
        }
        giveBack(ticket);
        return true;
    }

    /** Has other limits hold for those who come, and lets those in who may now. */
    public void setLimits(Limits newLimits) {
        List<Ticket> next = new ArrayList<>();
        synchronized (this) {
            limits = newLimits;
            List.copyOf(files.values()).forEach(gate -> letIn(gate, newLimits.fileDownloads(), next));
            List.copyOf(clients.values()).forEach(gate -> letIn(gate, newLimits.clientDownloads(), next));
            fill(next);
        }
        next.forEach(turn -> turn.onTurn.run());
    }

    /** Goes through all gates that are open. */
    private void advance(Ticket ticket) {
        if (ticket.stage() == Stage.BEFORE_CLIENT) {
            int most = limits.clientDownloads();
            ticket.clientGate = most == 0 ? null : clients.computeIfAbsent(ticket.client, any -> new Gate());
            pass(ticket, ticket.clientGate, most, Stage.BEFORE_FILE);
        }
        if (ticket.stage() == Stage.BEFORE_FILE) {
            int most = limits.fileDownloads();
            ticket.fileGate = most == 0 ? null : files.computeIfAbsent(ticket.file, any -> new Gate());
            pass(ticket, ticket.fileGate, most, Stage.BEFORE_PLACE);
        }
        if (ticket.stage() == Stage.BEFORE_PLACE && hasFreePlace() && line.isEmpty()) {
            taken++;
            ticket.moveTo(Stage.IN);
        }
    }

    private static void pass(Ticket ticket, Gate gate, int most, Stage behind) {
        if (gate == null) {
            ticket.moveTo(behind);
        } else if (gate.waiting().isEmpty() && gate.hasRoom(most)) {
            gate.enter();
            ticket.moveTo(behind);
        }
    }

    private boolean hasFreePlace() {
        return config.maxActive() == 0 || taken < config.maxActive();
    }

    /** Goes through the gates that are open, and waits at the first that is not; true if it got in. */
    private boolean goOn(Ticket ticket) {
        advance(ticket);
        switch (ticket.stage()) {
            case BEFORE_CLIENT -> ticket.clientGate.waiting().add(ticket);
            case BEFORE_FILE -> ticket.fileGate.waiting().add(ticket);
            case BEFORE_PLACE -> line.add(ticket, ticket.wish);
            default -> queued--;
        }
        return ticket.isIn();
    }

    /** Lets in who waits at a gate, as far as there is room. */
    private void letIn(Gate gate, int most, List<Ticket> next) {
        while (gate != null && gate.hasRoom(most) && !gate.waiting().isEmpty()) {
            Ticket ticket = gate.waiting().iterator().next();
            gate.waiting().remove(ticket);
            gate.enter();
            ticket.moveTo(ticket.stage() == Stage.BEFORE_CLIENT ? Stage.BEFORE_FILE : Stage.BEFORE_PLACE);
            if (goOn(ticket)) {
                next.add(ticket);
            }
        }
    }

    /** Gives the free places to those who are next. */
    private void fill(List<Ticket> next) {
        while (hasFreePlace() && !line.isEmpty()) {
            Ticket ticket = line.first();
            line.takeFirst(0);
            taken++;
            queued--;
            ticket.moveTo(Stage.IN);
            next.add(ticket);
        }
    }

    private boolean isInLine(Ticket ticket) {
        return ticket.stage() == Stage.BEFORE_PLACE && ticket.onTurn != null;
    }

    /** Undoes all that a ticket did. */
    private void leave(Ticket ticket) {
        if (isInLine(ticket)) {
            line.remove(ticket);
        }
        Stage stage = ticket.stage();
        taken -= stage == Stage.IN ? 1 : 0;
        leave(ticket, ticket.fileGate, files, ticket.file, stage.compareTo(Stage.BEFORE_FILE) > 0);
        leave(ticket, ticket.clientGate, clients, ticket.client, stage.compareTo(Stage.BEFORE_CLIENT) > 0);
        ticket.moveTo(Stage.RETURNED);
    }

    private static void leave(Ticket ticket, Gate gate, Map<String, Gate> gates, String name, boolean isInside) {
        if (gate == null) {
            return;
        }
        gate.waiting().remove(ticket);
        if (isInside) {
            gate.leave();
        }
        if (gate.isUnused()) {
            gates.remove(name, gate);
        }
    }
}
