/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.queue.Ticket;

/**
 * A download in the books of the manager: its place, or its wait for one, and its one end, which is reported when all that
 * it held has been given back. Used on the thread of its loop.
 */
final class Stay {
    private final Engine engine;
    private final Card card;
    private final Ticket ticket;
    private final Delivery delivery;
    private boolean hasBegun;

    Stay(Engine engine, Card card, Ticket ticket, Delivery delivery) {
        this.engine = engine;
        this.card = card;
        this.ticket = ticket;
        this.delivery = delivery;
    }

    boolean hasPlace() {
        return ticket.isIn();
    }

    /** @param onTurn run on any thread when the turn has come */
    void awaitPlace(long nowNanos, Runnable onTurn) {
        engine.places().await(ticket, card.candidate(nowNanos), onTurn);
    }

    /** Has a waiting download ranked anew. */
    void rank(long nowNanos) {
        engine.places().update(ticket, card.candidate(nowNanos));
    }

    /** Its turn has come after a wait. */
    void countWait(long nowNanos) {
        engine.waits().add(card.ageNanos(nowNanos));
    }

    /** Waits no more; false if its turn has come. */
    boolean withdraw() {
        return engine.places().withdraw(ticket);
    }

    /** It is being sent from now on. */
    void begin() {
        hasBegun = true;
        engine.counters().queued.decrementAndGet();
        engine.counters().active.incrementAndGet();
    }

    void end(Outcome outcome) {
        leave();
        delivery.end(outcome);
    }

    void fail(Throwable failure) {
        leave();
        delivery.fail(failure);
    }

    private void leave() {
        (hasBegun ? engine.counters().active : engine.counters().queued).decrementAndGet();
        engine.downloads().remove(card.id());
        engine.places().giveBack(ticket);
    }
}
