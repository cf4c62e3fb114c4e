/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.pool;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A socket bound to one task (C1). It ends exactly once: {@link #giveBack} when the data is through and the socket can serve another task, or
 * {@link #close} in every other case, which closes the socket. So try-with-resources is safe whatever the task does.
 */
public final class Lease implements AutoCloseable {
    private final SocketPool pool;
    private final PoolEntry entry;
    private final boolean reused;
    private final AtomicBoolean ended = new AtomicBoolean();

    Lease(SocketPool pool, PoolEntry entry, boolean reused) {
        this.pool = pool;
        this.entry = entry;
        this.reused = reused;
    }

    public Endpoint endpoint() {
        return entry.endpoint;
    }

    /** Number of the place that the socket has in the pool, see {@link Slot}. */
    public int slot() {
        return entry.number;
    }

    /**
     * Whether the socket has served another task before. A request on such a socket may fail only because the server closed it at that very
     * moment, so it deserves one more try on a new one (RFC 9112 section 9.3.1).
     */
    public boolean reused() {
        return reused;
    }

    /**
     * The socket.
     *
     * @throws IllegalStateException if the lease has ended
     */
    public Connection connection() {
        if (ended.get()) {
            throw new IllegalStateException("the lease has ended: the socket may belong to another task by now");
        }
        return entry.connection;
    }

    /** Ends the lease and hands the socket to the next task. Without effect if the lease has ended. */
    public void giveBack() {
        if (ended.compareAndSet(false, true)) {
            pool.giveBack(entry);
        }
    }

    /** Ends the lease and closes the socket; may come from any thread. Without effect if the lease has ended. */
    @Override
    public void close() {
        if (ended.compareAndSet(false, true)) {
            pool.discard(entry);
        }
    }
}
