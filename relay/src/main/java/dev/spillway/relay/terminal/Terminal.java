/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import dev.spillway.client.dial.TlsSettings;
import dev.spillway.relay.conf.TerminalSettings;
import dev.spillway.relay.control.Beat;
import dev.spillway.relay.control.ControlClient;
import dev.spillway.relay.control.NamedThreads;
import dev.spillway.relay.control.RequestRelay;
import dev.spillway.relay.figures.Exposition;
import dev.spillway.relay.figures.Figures;
import dev.spillway.relay.pull.DataClient;
import dev.spillway.relay.serve.Exchange;
import dev.spillway.relay.serve.RefusedException;
import dev.spillway.relay.serve.Requests;
import dev.spillway.relay.serve.Service;
import dev.spillway.relay.serve.Strangers;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import javax.net.ssl.SSLContext;

/** A terminal, from its start to its end. */
public final class Terminal implements Service, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST_REQUEST_BYTES = 32 << 20;
    private static final long SWEEP_MILLIS = 250;
    private static final Logger LOG = System.getLogger(Terminal.class.getName());

    private final TerminalSettings settings;
    private final Catalogue catalogue;
    private final Shelf shelf;
    private final TerminalFigures figures;
    private final Exposition exposition;
    private final PieceDesk pieceDesk;
    private final ClientFiles clientFiles;
    private final DataClient data;
    private final MainLine line;
    private final Fetches fetches;
    private final ExecutorService senders = Executors.newCachedThreadPool(new NamedThreads("relay-send"));
    private final ScheduledExecutorService clock =
            Executors.newScheduledThreadPool(2, new NamedThreads("relay-terminal"));
    private volatile DoubleSupplier load;

    private Terminal(TerminalSettings settings, TlsSettings dataTls, Optional<SSLContext> controlTls)
            throws IOException {
        this.settings = settings;
        this.catalogue = new Catalogue(settings.id(), settings.files(), () -> load.getAsDouble());
        this.shelf = new Shelf(settings, catalogue);
        this.load = shelf::shareOfTransfers;
        this.figures = new TerminalFigures(shelf, catalogue, settings.quota());
        this.exposition = new Exposition(figures);
        this.pieceDesk = new PieceDesk(settings, shelf);
        this.clientFiles = new ClientFiles(catalogue, settings.redirects());
        this.data = new DataClient(settings.allowed()::allows, dataTls, PATIENCE);
        ControlClient client = new ControlClient(controlTls, PATIENCE);
        this.line = new MainLine(settings, client, Secret.open(settings.state().resolve("secret")));
        this.fetches = new Fetches(
                settings,
                shelf,
                figures,
                data.agent(),
                line,
                new RequestRelay(client, senders, settings.allowed()::allows));
    }

    /**
     * Starts a terminal, and goes on with what an earlier run has left.
     *
     * @param dataTls trusted for the pieces
     * @param controlTls trusted for messages; empty for what the runtime trusts
     * @throws IOException if its folders cannot be used
     */
    public static Terminal start(TerminalSettings settings, TlsSettings dataTls, Optional<SSLContext> controlTls)
            throws IOException {
        Terminal terminal = new Terminal(settings, dataTls, controlTls);
        terminal.fetches.restore();
        terminal.every(settings.beat().toMillis(), terminal::beat);
        terminal.every(SWEEP_MILLIS, terminal::sweep);
        LOG.log(Level.INFO, "{0}", settings);
        return terminal;
    }

    private void every(long millis, Runnable work) {
        Future<?> running = clock.scheduleWithFixedDelay(work, 0, millis, TimeUnit.MILLISECONDS);
        if (running.isCancelled()) {
            throw new IllegalStateException("the clock of the terminal does not run");
        }
    }

    /** What has appeared here. */
    public LocalView view() {
        return catalogue;
    }

    /** What it says of itself in numbers. */
    public Figures figures() {
        return figures;
    }

    /** Has the heartbeats say how busy the host is: 0 is idle, 1 is full. */
    public void measureLoad(DoubleSupplier measure) {
        load = measure;
    }

    private void beat() {
        try {
            Optional<Beat.Answer> answer = line.beat(load.getAsDouble());
            if (answer.isEmpty()) {
                return;
            }
            for (UUID transfer : answer.get().running()) {
                fetches.expected(transfer);
            }
            if (answer.get().copies() != catalogue.copiesVersion()) {
                line.copies().ifPresent(catalogue::learn);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a heartbeat went wrong", e);
        }
    }

    private void sweep() {
        try {
            shelf.sweep(Instant.now());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "what is to appear or to go waits", e);
        }
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        try {
            route(exchange);
        } catch (RefusedException e) {
            exchange.answer(e.status(), "text/plain", e.getMessage().getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.answer(503);
        }
    }

    private void route(Exchange exchange) throws IOException, RefusedException, InterruptedException {
        String path = exchange.path();
        boolean read = exchange.method().equals("GET") || exchange.method().equals("HEAD");
        if (read && path.startsWith(ClientFiles.PATH)) {
            clientFiles.handle(exchange);
        } else if (read && path.equals("/metrics")) {
            admitToMetrics(exchange);
            exposition.answer(exchange);
        } else if (exchange.method().equals("GET") && path.startsWith("/pieces/")) {
            pieceDesk.handle(exchange, path.substring("/pieces/".length()));
        } else if (exchange.method().equals("POST") && path.equals(RequestRelay.PATH)) {
            fetches.take(Requests.content(exchange, MOST_REQUEST_BYTES));
            exchange.answer(202);
        } else {
            throw new RefusedException(404, "nothing is here");
        }
    }

    private void admitToMetrics(Exchange exchange) throws RefusedException {
        Optional<String> token = settings.metricsToken();
        if (token.isEmpty() && (!exchange.isLocal() || Strangers.isFromStranger(exchange))) {
            throw new RefusedException(403, "metrics are for this machine, as metrics.token is not set");
        }
        if (token.isPresent()
                && !MessageDigest.isEqual(
                        token.get().getBytes(StandardCharsets.UTF_8),
                        Requests.token(exchange).getBytes(StandardCharsets.UTF_8))) {
            throw new RefusedException(401, "another token than metrics.token");
        }
    }

    /** Stops; what is under way goes on after the next start. */
    @Override
    public void close() {
        clock.shutdownNow();
        senders.shutdownNow();
        fetches.close();
        data.close();
    }
}
