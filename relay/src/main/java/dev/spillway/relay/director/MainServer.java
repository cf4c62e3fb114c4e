/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.client.dial.TlsSettings;
import dev.spillway.relay.conf.MainSettings;
import dev.spillway.relay.control.ControlClient;
import dev.spillway.relay.control.NamedThreads;
import dev.spillway.relay.control.RequestRelay;
import dev.spillway.relay.figures.Figures;
import dev.spillway.relay.request.RequestSigner;
import dev.spillway.relay.serve.Exchange;
import dev.spillway.relay.serve.Service;
import dev.spillway.relay.track.TrackingDatabase;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A main server, from its start to its end. */
public final class MainServer implements Service, AutoCloseable {
    /** For each control message to a terminal. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Messages to terminals at a time. */
    private static final int SENDERS = 16;

    /** Between two looks at what has expired. */
    private static final long EXPIRY_MILLIS = 5_000;

    private static final Logger LOG = System.getLogger(MainServer.class.getName());

    private final TrackingDatabase database;
    private final Office office;
    private final Directions directions;
    private final TerminalDesk terminalDesk;
    private final AdminDesk adminDesk;
    private final ExpiredFiles expired;
    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS, new NamedThreads("relay-send"));
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2, new NamedThreads("relay-main"));

    private MainServer(
            MainSettings settings,
            KeyPair keys,
            TrackingDatabase database,
            TlsSettings dataTls,
            Optional<SSLContext> controlTls) {
        this.database = database;
        ControlClient client = new ControlClient(controlTls, PATIENCE);
        this.office = Office.of(settings, new RequestSigner(keys), keys.getPublic(), client, database);
        this.directions = new Directions(office, new RequestRelay(client, senders, address -> true));
        this.terminalDesk = new TerminalDesk(office, directions);
        this.adminDesk = new AdminDesk(office, directions, dataTls);
        this.expired = new ExpiredFiles(office);
    }

    /**
     * Starts a main server.
     *
     * @param dataTls trusted for files of distribution servers
     * @param controlTls trusted for messages to terminals; empty for what the runtime trusts
     * @throws IOException if its folders or keys cannot be used
     * @throws RuntimeException if the database cannot be used
     */
    public static MainServer start(MainSettings settings, TlsSettings dataTls, Optional<SSLContext> controlTls)
            throws IOException {
        Files.createDirectories(settings.store());
        Files.createDirectories(settings.state());
        KeyPair keys = KeyFile.open(settings.state().resolve("key"));
        MainSettings.Database place = settings.database();
        TrackingDatabase database = place.url().isPresent()
                ? TrackingDatabase.open(place.url().get(), place.user(), place.password())
                : TrackingDatabase.inFile(settings.state().resolve("tracking"));
        MainServer server = new MainServer(settings, keys, database, dataTls, controlTls);
        server.run();
        LOG.log(Level.INFO, "{0}; terminals want signers={1}", settings, RequestSigner.text(keys.getPublic()));
        return server;
    }

    private void run() {
        long renew = office.settings().lease().toMillis() / 4;
        office.mainServers().beat(office.settings().name(), office.settings().address());
        every(200, directions::tick);
        every(300, directions::claim);
        every(renew, directions::renew);
        every(1_000, directions::admitLate);
        every(EXPIRY_MILLIS, () -> expired.sweep(Instant.now()));
        every(
                1_000,
                () -> office.mainServers()
                        .beat(office.settings().name(), office.settings().address()));
    }

    private void every(long millis, Runnable work) {
        Future<?> ended = clock.scheduleWithFixedDelay(() -> guarded(work), millis, millis, TimeUnit.MILLISECONDS);
        if (ended.isCancelled()) {
            throw new IllegalStateException("the clock of the main server does not run");
        }
    }

    /** A database that is away for a while must not end what is to be done again and again. */
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "main server: tried again soon", e);
        }
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        if (exchange.path().startsWith(AdminDesk.PATH)) {
            adminDesk.handle(exchange);
        } else {
            terminalDesk.handle(exchange);
        }
    }

    /** What it says of itself in numbers. */
    public Figures figures() {
        return adminDesk.figures();
    }

    /** Stops, and lets other main servers take over at once. Transfers go on meanwhile with what was assigned. */
    @Override
    public void close() {
        clock.shutdownNow();
        senders.shutdownNow();
        try {
            clock.awaitTermination(5, TimeUnit.SECONDS);
            directions.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "leases end by themselves", e);
        }
        database.close();
    }
}
