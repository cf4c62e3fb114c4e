/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.TransferEnd;
import dev.spillway.manager.api.TransferListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what a listener is told, and how often. */
final class RecordedEnd implements TransferListener {
    private final CompletableFuture<TransferEnd> first = new CompletableFuture<>();
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public void ended(TransferEnd end) {
        calls.incrementAndGet();
        first.complete(end);
    }

    boolean hasEnded() {
        return first.isDone();
    }

    int calls() {
        return calls.get();
    }

    TransferEnd await() throws InterruptedException {
        try {
            return first.get(Patience.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the download has not ended within " + Patience.DEADLINE, e);
        }
    }

    /** Waits for the end, and checks why it came. */
    TransferEnd awaitOutcome(Outcome expected) throws InterruptedException {
        TransferEnd end = await();
        assertThat(end.outcome()).isEqualTo(expected);
        return end;
    }
}
