/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client;

import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.dial.Credentials;
import dev.spillway.client.dial.Hosts;
import dev.spillway.client.dial.Netrc;
import dev.spillway.client.dial.Proxy;
import dev.spillway.client.dial.ProxyRules;
import dev.spillway.client.dial.SocketDialer;
import dev.spillway.client.dial.TlsSettings;
import dev.spillway.client.http.HttpAgent;
import dev.spillway.client.http.HttpSettings;
import dev.spillway.client.pool.Assignment;
import dev.spillway.client.pool.PoolLimits;
import dev.spillway.client.pool.PoolStats;
import dev.spillway.client.pool.SocketPool;
import dev.spillway.client.rank.ServerRanking;
import dev.spillway.client.source.Sources;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What downloads share: the pool of sockets, with its bounds for each server, and the measurements of servers. Safe for use by any number of threads and
 * downloads.
 */
public final class DownloadClient implements AutoCloseable {
    /** Sockets beside those of links, for the comparison of mirrors and for pieces that are mended. */
    private static final int SPARE_SOCKETS = 2;

    private static final Duration LONGEST_WAIT_FOR_SOCKET = Duration.ofMinutes(10);
    private static final Duration IDLE = Duration.ofSeconds(15);

    private final DownloadOptions options;
    private final SocketPool pool;
    private final Sources sources;
    private final ServerRanking ranking;

    /**
     * Opens nothing yet.
     *
     * @throws IOException if the file of authorities or of passwords cannot be used
     */
    public DownloadClient(DownloadOptions options) throws IOException {
        this.options = options;
        ProxyRules proxies = options.proxy()
                .map(text -> ProxyRules.always(Proxy.parse(text)))
                .orElseGet(() -> ProxyRules.fromEnvironment(System.getenv()));
        TlsSettings tls = options.authorities().isPresent()
                ? TlsSettings.trusting(options.authorities().get())
                : TlsSettings.system();
        HttpSettings settings = new HttpSettings(
                LONGEST_WAIT_FOR_SOCKET,
                options.connectTimeout(),
                options.answerTimeout(),
                options.stallTimeout(),
                credentials(options),
                proxies,
                options.headers());
        int perServer = options.linksPerServer() + SPARE_SOCKETS;
        int total = options.links() + SPARE_SOCKETS * options.servers();
        pool = new SocketPool(
                new SocketDialer(proxies, tls),
                new PoolLimits(perServer, total, options.connectTimeout(), IDLE),
                Assignment.roundRobin());
        sources = new Sources(new HttpAgent(pool, settings), settings);
        ranking = new ServerRanking(options.rankingFile());
    }

    private static Function<URI, Optional<Credentials>> credentials(DownloadOptions options) throws IOException {
        Optional<Netrc> netrc = options.netrc().isPresent()
                ? Optional.of(Netrc.read(options.netrc().get()))
                : Optional.empty();
        return uri -> Credentials.fromUserInfo(uri)
                .or(() -> netrc.flatMap(file -> file.forHost(Hosts.unbracketed(uri.getHost()))));
    }

    DownloadOptions options() {
        return options;
    }

    Sources sources() {
        return sources;
    }

    ServerRanking ranking() {
        return ranking;
    }

    /** State of the socket pool. */
    public PoolStats poolStats() {
        return pool.stats();
    }

    /** Closes all sockets and keeps the measurements of servers; downloads that still run fail. */
    @Override
    public void close() {
        pool.close();
        try {
            ranking.save();
        } catch (IOException e) {
            // They only save time: no reason to bother anybody who does not look for it. To make a logger takes time,
            // too.
            System.getLogger(DownloadClient.class.getName())
                    .log(System.Logger.Level.DEBUG, "the measurements of servers could not be kept", e);
        }
    }
}
