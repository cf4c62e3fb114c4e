/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.queue;

import dev.spillway.manager.api.Candidate;
import dev.spillway.manager.order.Line;

/**
 * One download on its way to a place: through the gate of its client, then through that of its file, then to one of the
 * places. Where it can't go on, it waits. All but {@link #isIn} under the lock of {@link Places}.
 */
public final class Ticket extends Line.Waiter<Ticket> {
    /** How far it has come. */
    enum Stage {
        BEFORE_CLIENT,
        BEFORE_FILE,
        BEFORE_PLACE,
        IN,
        RETURNED
    }

    /** Of those who need no place, as there are as many as are asked for. */
    public static final Ticket FREE = new Ticket("", "");

    static {
        FREE.stage = Stage.IN;
    }

    final String client;
    final String file;
    Gate clientGate;
    Gate fileGate;

    /** The download as the discipline is to see it. */
    Candidate wish;

    /** What to do when the turn has come; null as long as nobody waits for that. */
    Runnable onTurn;

    private volatile Stage stage = Stage.BEFORE_CLIENT;

    Ticket(String client, String file) {
        this.client = client;
        this.file = file;
    }

    Stage stage() {
        return stage;
    }

    void moveTo(Stage next) {
        stage = next;
    }

    /** Whether it has a place. Safe for use by any thread. */
    public boolean isIn() {
        return stage == Stage.IN;
    }
}
