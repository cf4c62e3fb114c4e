/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.pool;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A socket without a network that knows who uses it. */
final class FakeConnection implements Connection {
    private final AtomicInteger open;
    private final AtomicBoolean owned = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    volatile boolean quiet = true;

    FakeConnection(AtomicInteger open) {
        this.open = open;
        open.incrementAndGet();
    }

    /** Marks an owner; returns false if there is one already. */
    boolean own() {
        return owned.compareAndSet(false, true);
    }

    void disown() {
        owned.set(false);
    }

    boolean isClosed() {
        return closed.get();
    }

    @Override
    public InputStream input() {
        return InputStream.nullInputStream();
    }

    @Override
    public OutputStream output() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public void readTimeout(Duration longest) {}

    @Override
    public boolean isQuiet() {
        return quiet && !closed.get();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            open.decrementAndGet();
        }
    }
}
