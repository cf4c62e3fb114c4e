/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import dev.spillway.client.http.HttpAgent;
import dev.spillway.relay.conf.TerminalSettings;
import dev.spillway.relay.pack.PiecePacker;
import dev.spillway.relay.pull.PieceFetcher;
import dev.spillway.relay.pull.Pull;
import dev.spillway.relay.request.FileSpec;
import dev.spillway.relay.request.TransportRequest;
import dev.spillway.relay.store.PieceStore;
import dev.spillway.relay.store.PieceStore.Appearance;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** Fetches the file of one transfer, and reports how that goes. */
final class Fetch {
    /** Of the heap, for pieces that must be in memory as a whole. */
    private static final int SHARE_OF_HEAP = 4;

    private static final Logger LOG = System.getLogger(Fetch.class.getName());

    private final TerminalSettings settings;
    private final Holding holding;
    private final HttpAgent agent;
    private final Reporter reporter;
    private final Route route;
    private volatile Pull pull;
    private volatile boolean stopped;

    Fetch(TerminalSettings settings, Holding holding, HttpAgent agent, MainLine line, Fetches fetches) {
        this.settings = settings;
        this.holding = holding;
        this.agent = agent;
        this.reporter = new Reporter(holding, line, fetches, this);
        this.route = new Route(settings.id(), holding.request(), reporter::hurry, reporter::dry);
        reporter.follow(route);
    }

    Reporter reporter() {
        return reporter;
    }

    Route route() {
        return route;
    }

    /** Follows a newer request of the same transfer. */
    void renew(TransportRequest newer) {
        route.renew(newer);
        changed();
    }

    /** What is to be fetched from whom has changed. */
    void changed() {
        Pull running = pull;
        if (running != null) {
            running.changed();
        }
    }

    /** Ends soon; what has come is kept. */
    void stop(String why) {
        stopped = true;
        Pull running = pull;
        if (running != null) {
            running.stop(why);
        }
    }

    boolean isStopped() {
        return stopped;
    }

    /**
     * Fetches all; returns when the whole is there.
     *
     * @throws IOException if that cannot be; what has come is kept
     */
    void run() throws IOException, InterruptedException {
        FileSpec file = holding.file();
        try (PieceStore store = PieceStore.open(holding.folder(), file)) {
            holding.arriving(store);
            reporter.receiving();
            Appearance appearance;
            do {
                pull = new Pull(store, fetcher(file), route, patience());
                if (stopped) {
                    throw new IOException("stopped");
                }
                pull.run(inFlight(file));
                appearance = store.appear(file.activation());
            } while (appearance == Appearance.DAMAGED);
            holding.isWhole();
        }
        LOG.log(Level.INFO, "{0} is whole", file.name());
    }

    /** As long as the request holds. */
    private Duration patience() {
        Duration left = Duration.between(Instant.now(), holding.request().lapses());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private PieceFetcher fetcher(FileSpec file) {
        if (!PiecePacker.packs(file)) {
            return new PieceFetcher(agent);
        }
        return new PieceFetcher(agent, new PiecePacker(holding.transfer(), file), this::isNode);
    }

    /** Distribution servers know nothing of packed pieces. */
    private boolean isNode(URI upstream) {
        TransportRequest request = holding.request();
        return !upstream.equals(request.source())
                || upstream.toString().startsWith(request.main().toString());
    }

    private int inFlight(FileSpec file) {
        if (!PiecePacker.packs(file)) {
            return settings.inFlight();
        }
        long fit = Runtime.getRuntime().maxMemory()
                / SHARE_OF_HEAP
                / (3L * file.pieces().pieceBytes());
        return (int) Math.max(1, Math.min(settings.inFlight(), fit));
    }
}
