/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.Candidate;
import dev.spillway.manager.api.DownloadState;
import dev.spillway.manager.api.DownloadView;
import dev.spillway.manager.api.Terms;

/** Who a download is: what others see of it, and what a discipline goes by. For use by any thread. */
final class Card {
    private final long id;
    private final String client;
    private final Delivery delivery;
    private final Progress progress;
    private final long startNanos = System.nanoTime();
    private volatile int priority;

    /** @param isByUser see {@link ClientKey#of} */
    Card(long id, boolean isByUser, Delivery delivery) {
        this.id = id;
        this.delivery = delivery;
        client = ClientKey.of(terms(), isByUser);
        progress = new Progress(delivery, startNanos);
        priority = terms().priority();
    }

    long id() {
        return id;
    }

    Terms terms() {
        return delivery.transfer().terms();
    }

    Progress progress() {
        return progress;
    }

    void setPriority(int newPriority) {
        priority = newPriority;
    }

    /** How long it has been there. */
    long ageNanos(long nowNanos) {
        return nowNanos - startNanos;
    }

    Candidate candidate(long nowNanos) {
        return new Candidate(id, client, terms(), priority, progress.remaining(), startNanos / 1e9, nowNanos / 1e9);
    }

    /** @param limit of the download alone, 0 for none */
    DownloadView view(DownloadState state, long limit, long nowNanos) {
        return progress.view(id, delivery.transfer(), state, priority, limit, nowNanos);
    }
}
