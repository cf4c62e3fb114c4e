/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.pull;

import dev.spillway.client.dial.ProxyRules;
import dev.spillway.client.dial.SocketDialer;
import dev.spillway.client.dial.TlsSettings;
import dev.spillway.client.http.HttpAgent;
import dev.spillway.client.http.HttpSettings;
import dev.spillway.client.pool.Assignment;
import dev.spillway.client.pool.Endpoint;
import dev.spillway.client.pool.PoolLimits;
import dev.spillway.client.pool.SocketPool;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The connections over which files come, to allowed servers only. Safe for use by any number of threads. */
public final class DataClient implements AutoCloseable {
    /** Sockets to one upstream, and to all: a few pieces of a few files at a time. */
    private static final PoolLimits LIMITS = new PoolLimits(16, 256, Duration.ofSeconds(2), Duration.ofSeconds(15));

    private static final Duration FREE = Duration.ofSeconds(30);

    private final SocketPool pool;
    private final HttpAgent agent;

    /**
     * Opens nothing yet.
     *
     * @param patience for the head of an answer, and for each wait for content
     */
    public DataClient(Predicate<Endpoint> allowed, TlsSettings tls, Duration patience) {
        this.pool = new SocketPool(
                new AllowedHosts(allowed, new SocketDialer(ProxyRules.NONE, tls)), LIMITS, Assignment.roundRobin());
        this.agent = new HttpAgent(
                pool,
                new HttpSettings(
                        FREE, patience, patience, patience, any -> Optional.empty(), ProxyRules.NONE, Map.of()));
    }

    public HttpAgent agent() {
        return agent;
    }

    @Override
    public void close() {
        pool.close();
    }
}
