/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.pool;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sockets to servers, each bound to one task at a time (C1, C4).
 *
 * <p>A socket is opened when a task needs one and none is free, is looked at before it is given out again (the peer may have closed it in the
 * meantime), and is closed when nobody has used it for {@link PoolLimits#idle}. Which of several free sockets a task gets is the business of the
 * {@link Assignment} (C2). Tasks that find none wait, and are served in the order of their coming; one whose servers are at their bound does not
 * hold up those that want another server.
 *
 * <p>Safe for use by any number of threads. The lock is never held during input or output, only while a socket is closed.
 */
public final class SocketPool implements AutoCloseable {
    private final Dialer dialer;
    private final PoolLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition reaperWakes = lock.newCondition();
    private final Places places;
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private final Set<PoolEntry> leased = new HashSet<>();
    private Thread reaper;

    /** No socket was idle when the reaper looked last; otherwise it comes by itself in time for any that become idle later. */
    private boolean reaperRests;

    private boolean closed;
    private long opened;
    private long assigned;
    private long reused;
    private long stale;

    public SocketPool(Dialer dialer, PoolLimits limits, Assignment assignment) {
        this.dialer = dialer;
        this.limits = limits;
        this.places = new Places(limits, assignment);
    }

    /** A task that waits for a place. Guarded by the lock. */
    private final class Waiter {
        final Collection<Endpoint> endpoints;
        final Condition granted = lock.newCondition();
        PoolEntry place;

        Waiter(Collection<Endpoint> endpoints) {
            this.endpoints = endpoints;
        }
    }

    /**
     * Binds a socket to the calling task.
     *
     * @param longest bound for waiting until a place is free; opening a socket in it has {@link PoolLimits#open} of its own
     * @throws PoolTimeoutException if no socket became free in time
     * @throws IOException if a socket could not be opened; the place is free again
     * @throws IllegalStateException if the pool is closed
     */
    public Lease lease(Endpoint endpoint, Duration longest) throws IOException, InterruptedException {
        return lease(List.of(endpoint), longest);
    }

    /** As {@link #lease(Endpoint, Duration)}, for a task that any of several servers can serve. */
    public Lease lease(Collection<Endpoint> endpoints, Duration longest) throws IOException, InterruptedException {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("no endpoint to choose from: name at least one");
        }
        long deadline = System.nanoTime() + longest.toNanos();
        PoolEntry place = awaitPlace(List.copyOf(endpoints), deadline);
        boolean free = false;
        try {
            if (place.connection != null && !place.connection.isQuiet()) {
                place = replaceStale(place);
            }
            boolean again = place.connection != null;
            if (!again) {
                open(place);
            }
            free = true;
            return bind(place, again);
        } finally {
            if (!free) {
                discard(place);
            }
        }
    }

    private PoolEntry awaitPlace(Collection<Endpoint> endpoints, long deadline)
            throws IOException, InterruptedException {
        Waiter waiter = new Waiter(endpoints);
        lock.lockInterruptibly();
        try {
            waiters.addLast(waiter);
            serveWaiters();
            while (waiter.place == null) {
                refuseIfClosed();
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new PoolTimeoutException("no socket to " + endpoints + " became free in time: "
                            + places.taken() + " are in use, bounds " + limits);
                }
                waiter.granted.awaitNanos(left);
            }
            PoolEntry place = waiter.place;
            waiter.place = null;
            return place;
        } finally {
            // Interrupted in the very moment of the grant: the place must go on to the next.
            if (waiter.place != null) {
                handOn(waiter.place);
                serveWaiters();
            }
            waiters.remove(waiter);
            lock.unlock();
        }
    }

    /** Takes back a place that was granted but not used. Lock held. */
    private void handOn(PoolEntry place) {
        if (place.connection == null) {
            places.forget(place);
        } else {
            places.release(place, System.nanoTime());
        }
    }

    /** Gives places to those who wait, first come first served. Lock held. */
    private void serveWaiters() {
        for (Iterator<Waiter> all = waiters.iterator(); all.hasNext() && !closed; ) {
            Waiter waiter = all.next();
            waiter.place = places.take(waiter.endpoints);
            if (waiter.place != null) {
                all.remove();
                waiter.granted.signal();
            }
        }
    }

    /** The peer has closed the socket while it was idle: the same place gets a new one. */
    private PoolEntry replaceStale(PoolEntry place) {
        shut(place);
        PoolEntry fresh = new PoolEntry(place.number, place.endpoint);
        lock.lock();
        try {
            stale++;
        } finally {
            lock.unlock();
        }
        return fresh;
    }

    private void open(PoolEntry place) throws IOException {
        place.connection = dialer.open(place.endpoint, limits.open());
    }

    private Lease bind(PoolEntry place, boolean again) {
        lock.lock();
        try {
            refuseIfClosed();
            assigned++;
            if (again) {
                reused++;
            } else {
                opened++;
            }
            leased.add(place);
            return new Lease(this, place, again);
        } finally {
            lock.unlock();
        }
    }

    void giveBack(PoolEntry place) {
        lock.lock();
        try {
            leased.remove(place);
            if (closed) {
                shut(place);
                places.forget(place);
            } else {
                places.release(place, System.nanoTime());
                startReaper();
                serveWaiters();
            }
        } finally {
            lock.unlock();
        }
    }

    void discard(PoolEntry place) {
        // Closed before the place is free, so that there is never one socket more than the bounds allow.
        shut(place);
        lock.lock();
        try {
            leased.remove(place);
            places.forget(place);
            serveWaiters();
        } finally {
            lock.unlock();
        }
    }

    private static void shut(PoolEntry place) {
        if (place.connection != null) {
            place.connection.close();
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new IllegalStateException("the socket pool is closed");
        }
    }

    private void startReaper() {
        if (reaper == null) {
            reaper = new Thread(this::reap, "socket-pool-idle");
            reaper.setDaemon(true);
            reaper.start();
        } else if (reaperRests) {
            reaperWakes.signal();
        }
    }

    private void reap() {
        long idleNanos = limits.idle().toNanos();
        while (true) {
            lock.lock();
            try {
                Long next = places.nextExpiryNanos(idleNanos);
                if (closed) {
                    return;
                }
                reaperRests = next == null;
                if (reaperRests) {
                    reaperWakes.await();
                } else {
                    reaperWakes.awaitNanos(next - System.nanoTime());
                }
                places.expire(System.nanoTime(), idleNanos);
            } catch (InterruptedException e) {
                return;
            } finally {
                lock.unlock();
            }
        }
    }

    public PoolStats stats() {
        lock.lock();
        try {
            return new PoolStats(places.taken(), places.idleCount(), waiters.size(), opened, assigned, reused, stale);
        } finally {
            lock.unlock();
        }
    }

    /** Closes all sockets, those in use too, and lets whoever waits fail. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            leased.forEach(SocketPool::shut);
            places.expire(System.nanoTime(), Long.MIN_VALUE);
            waiters.forEach(waiter -> waiter.granted.signal());
            reaperWakes.signal();
        } finally {
            lock.unlock();
        }
    }
}
