/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.pool;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Moves data that was divided into units over several sockets at once and puts the results together in the order of the units (C3). For its
 * transfer each unit has a thread and a socket of its own, bound to each other (C4).
 */
public final class UnitTransfer {
    /** One unit of the data, for example a range of a file. */
    @FunctionalInterface
    public interface Unit<T> {
        /**
         * Moves the unit over the socket. On return the answer must have been read to its end, for the socket serves the next unit; a throw closes
         * the socket.
         */
        T transfer(Endpoint server, Connection connection) throws IOException;
    }

    private final SocketPool pool;
    private final int parallel;
    private final int attempts;
    private final Duration wait;

    /**
     * @param parallel units in transfer at a time, 1 to 1,000
     * @param attempts tries for each unit, 1 to 100, each on another socket
     * @param wait bound for getting a socket
     */
    public UnitTransfer(SocketPool pool, int parallel, int attempts, Duration wait) {
        if (parallel < 1 || parallel > 1_000) {
            throw new IllegalArgumentException("parallel=" + parallel + " is outside 1 to 1000");
        }
        if (attempts < 1 || attempts > 100) {
            throw new IllegalArgumentException("attempts=" + attempts + " is outside 1 to 100");
        }
        this.pool = pool;
        this.parallel = parallel;
        this.attempts = attempts;
        this.wait = wait;
    }

    /**
     * Transfers all units; any of the servers may serve any unit.
     *
     * @return the results in the order of the units
     * @throws IOException if a unit failed on its last attempt; the units still in transfer are given up
     */
    public <T> List<T> inOrder(Collection<Endpoint> servers, List<Unit<T>> units)
            throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(parallel, Math.max(units.size(), 1)));
        try {
            List<Future<T>> running = new ArrayList<>();
            for (Unit<T> unit : units) {
                Callable<T> task = () -> attempt(servers, unit);
                running.add(threads.submit(task));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> unit : running) {
                results.add(unit.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException("a unit failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private <T> T attempt(Collection<Endpoint> servers, Unit<T> unit) throws IOException, InterruptedException {
        IOException failure = null;
        for (int i = 0; i < attempts; i++) {
            try (Lease lease = pool.lease(servers, wait)) {
                T result = unit.transfer(lease.endpoint(), lease.connection());
                lease.giveBack();
                return result;
            } catch (IOException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        throw failure;
    }
}
