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
import dev.spillway.relay.request.DealtPlace;
import dev.spillway.relay.request.RequestGate;
import dev.spillway.relay.request.RequestRefusedException;
import dev.spillway.relay.request.TransportRequest;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
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
    private final RequestGate gate;
    private final Shelf shelf;
    private final TerminalFigures figures;
    private final Exposition exposition;
    private final PieceDesk pieceDesk;
    private final ClientFiles clientFiles;
    private final DataClient data;
    private final MainLine line;
    private final RequestRelay relay;
    private final Map<UUID, Fetch> fetches = new ConcurrentHashMap<>();
    private final ExecutorService workers;
    private final ExecutorService senders = Executors.newCachedThreadPool(new NamedThreads("relay-send"));
    private final ScheduledExecutorService clock =
            Executors.newScheduledThreadPool(2, new NamedThreads("relay-terminal"));
    private volatile DoubleSupplier load = this::shareOfTransfers;

    private Terminal(TerminalSettings settings, TlsSettings dataTls, Optional<SSLContext> controlTls)
            throws IOException {
        this.settings = settings;
        this.gate = new RequestGate(settings.signers(), Clock.systemUTC());
        this.shelf = new Shelf(settings, () -> load.getAsDouble());
        this.figures = new TerminalFigures(shelf, settings.quota());
        this.exposition = new Exposition(figures);
        this.pieceDesk = new PieceDesk(settings, shelf);
        this.clientFiles = new ClientFiles(shelf, settings.redirects());
        this.data = new DataClient(settings.allowed()::allows, dataTls, PATIENCE);
        ControlClient client = new ControlClient(controlTls, PATIENCE);
        this.line = new MainLine(settings, client, Secret.open(settings.state().resolve("secret")));
        this.relay = new RequestRelay(client, senders, settings.allowed()::allows);
        this.workers = Executors.newFixedThreadPool(settings.transfers(), new NamedThreads("relay-transfer"));
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
        terminal.restore();
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

    private void restore() throws IOException {
        for (Holding holding : HoldingFiles.restore(settings, gate)) {
            shelf.restore(holding);
            if (holding.state() == Holding.State.ARRIVING) {
                begin(holding);
            }
        }
    }

    /** What has appeared here. */
    public LocalView view() {
        return shelf;
    }

    /** What it says of itself in numbers. */
    public Figures figures() {
        return figures;
    }

    /** Has the heartbeats say how busy the host is: 0 is idle, 1 is full. */
    public void measureLoad(DoubleSupplier measure) {
        load = measure;
    }

    private double shareOfTransfers() {
        return Math.min(1, (double) fetches.size() / settings.transfers());
    }

    private void beat() {
        try {
            Optional<Beat.Answer> answer = line.beat(load.getAsDouble());
            if (answer.isEmpty()) {
                return;
            }
            for (UUID transfer : answer.get().running()) {
                if (shelf.find(transfer).isEmpty()) {
                    fetchRequest(transfer);
                }
            }
            if (answer.get().copies() != shelf.copiesVersion()) {
                line.copies().ifPresent(shelf::learn);
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

    /** Asks a main server for the newest request of a transfer, and takes it. */
    void fetchRequest(UUID transfer) throws InterruptedException {
        Optional<byte[]> signed = line.request(transfer);
        if (signed.isPresent()) {
            try {
                take(signed.get());
            } catch (RefusedException e) {
                LOG.log(Level.WARNING, "request of " + transfer + " refused: " + e.getMessage());
            }
        }
    }

    /** Takes a transport request: begins a transfer, or follows the newest that it has seen of one. */
    private void take(byte[] signed) throws RefusedException {
        TransportRequest request = admit(signed);
        DealtPlace place = DealtPlace.of(request, settings.id())
                .orElseThrow(() -> new RefusedException(403, "not meant for this terminal"));
        synchronized (this) {
            Optional<Holding> known = shelf.find(request.transfer());
            if (known.isPresent()) {
                renew(known.get(), request, signed);
                return;
            }
            begin(request, signed);
        }
        if (settings.relays()) {
            relay.send(request, signed, place.hands());
        }
    }

    private TransportRequest admit(byte[] signed) throws RefusedException {
        try {
            return gate.admit(signed);
        } catch (RequestRefusedException e) {
            throw new RefusedException(403, e.reason() + ": " + e.getMessage());
        }
    }

    private void renew(Holding holding, TransportRequest request, byte[] signed) {
        if (request.issue() <= holding.request().issue()) {
            return;
        }
        try {
            HoldingFiles.keep(holding, signed);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a newer request could not be kept", e);
        }
        holding.renew(request);
        Fetch fetch = fetches.get(request.transfer());
        if (fetch != null) {
            fetch.renew(request);
        }
    }

    private void begin(TransportRequest request, byte[] signed) {
        try {
            begin(shelf.add(request, signed));
        } catch (IOException e) {
            LOG.log(Level.ERROR, "{0} is not taken: {1}", request.file().name(), e.getMessage());
            figures.failed();
            Holding nothing =
                    new Holding(settings.state().resolve(request.transfer().toString()), request);
            Fetch none = new Fetch(settings, nothing, data.agent(), line, this);
            none.reporter().failed(e.getMessage());
            none.reporter().start();
        }
    }

    private void begin(Holding holding) {
        Fetch fetch = new Fetch(settings, holding, data.agent(), line, this);
        fetches.put(holding.transfer(), fetch);
        fetch.reporter().start();
        try {
            workers.execute(() -> run(holding, fetch));
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the terminal stops", e);
        }
    }

    private void run(Holding holding, Fetch fetch) {
        try {
            fetch.run();
            shelf.sweep(Instant.now());
            fetch.reporter().complete();
            figures.completed();
        } catch (IOException e) {
            if (fetch.isStopped()) {
                return;
            }
            LOG.log(Level.ERROR, holding.file().name() + " is given up", e);
            figures.failed();
            fetch.reporter().failed(String.valueOf(e.getMessage()));
            shelf.drop(holding);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            fetches.remove(holding.transfer(), fetch);
        }
    }

    /** The main servers need no more reports; a file that has not come whole by now never will. */
    void isOver(Holding holding, Fetch fetch, String said) {
        if (holding.state() == Holding.State.ARRIVING && !said.equals("FAILED")) {
            fetch.stop("the transfer is over");
            shelf.drop(holding);
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
            take(Requests.content(exchange, MOST_REQUEST_BYTES));
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
        fetches.values().forEach(fetch -> {
            fetch.stop("the terminal stops");
            fetch.reporter().stop();
        });
        senders.shutdownNow();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        data.close();
    }
}
