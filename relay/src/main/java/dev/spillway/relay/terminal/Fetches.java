/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import dev.spillway.client.http.HttpAgent;
import dev.spillway.relay.conf.TerminalSettings;
import dev.spillway.relay.control.NamedThreads;
import dev.spillway.relay.control.RequestRelay;
import dev.spillway.relay.request.DealtPlace;
import dev.spillway.relay.request.RequestGate;
import dev.spillway.relay.request.RequestRefusedException;
import dev.spillway.relay.request.Target;
import dev.spillway.relay.request.TransportRequest;
import dev.spillway.relay.serve.RefusedException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The transfers that a terminal takes part in, from their request until the main servers need to hear no more of them. Safe for use by any number of threads. */
final class Fetches implements AutoCloseable {
    private static final int MOST_NAMED = 10;
    private static final Logger LOG = System.getLogger(Fetches.class.getName());

    private final TerminalSettings settings;
    private final RequestGate gate;
    private final Shelf shelf;
    private final TerminalFigures figures;
    private final HttpAgent agent;
    private final MainLine line;
    private final RequestRelay relay;
    private final Map<UUID, Fetch> all = new ConcurrentHashMap<>();
    private final ExecutorService workers;

    Fetches(
            TerminalSettings settings,
            Shelf shelf,
            TerminalFigures figures,
            HttpAgent agent,
            MainLine line,
            RequestRelay relay) {
        this.settings = settings;
        this.gate = new RequestGate(settings.signers(), Clock.systemUTC());
        this.shelf = shelf;
        this.figures = figures;
        this.agent = agent;
        this.line = line;
        this.relay = relay;
        this.workers = Executors.newFixedThreadPool(settings.transfers(), new NamedThreads("relay-transfer"));
    }

    /** Goes on with what an earlier run has left. */
    void restore() throws IOException {
        for (Holding holding : HoldingFiles.restore(settings, gate)) {
            shelf.restore(holding);
            if (holding.state() == Holding.State.ARRIVING) {
                begin(holding);
            } else if (holding.isBundle() && holding.hasPieces()) {
                // Whether somebody still fetches from it, a main server says.
                reportComplete(holding);
            }
        }
    }

    /** A main server has not heard yet that a transfer has ended here. */
    void expected(UUID transfer) throws InterruptedException {
        Optional<Holding> known = shelf.find(transfer);
        if (known.isPresent()) {
            if (known.get().isDone(Instant.now())) {
                // Stopped or killed between the last piece and the word of it, unless that is just being said.
                reportComplete(known.get());
            }
        } else if (!all.containsKey(transfer)) {
            fetchRequest(transfer);
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
    void take(byte[] signed) throws RefusedException {
        TransportRequest request = admit(signed);
        DealtPlace place = DealtPlace.of(request, settings.id())
                .orElseThrow(() -> new RefusedException(403, "not meant for this terminal"));
        synchronized (this) {
            Optional<Holding> known = shelf.find(request.transfer());
            if (known.isPresent()) {
                renew(known.get(), request, signed);
                return;
            }
            if (all.containsKey(request.transfer())) {
                // Refused before, and about to be told.
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
        Fetch fetch = all.get(request.transfer());
        if (fetch != null) {
            fetch.renew(request);
        }
    }

    private void begin(TransportRequest request, byte[] signed) {
        try {
            checkReach(request);
            begin(shelf.add(request, signed));
        } catch (IOException e) {
            LOG.log(Level.ERROR, "{0} is not taken: {1}", request.file().name(), e.getMessage());
            figures.failed();
            Holding nothing =
                    new Holding(settings.state().resolve(request.transfer().toString()), request);
            Fetch none = follow(nothing);
            none.reporter().failed(e.getMessage());
            none.reporter().start();
        }
    }

    /** Says whom the terminal may not fetch from. One that may fetch from nobody would wait until the request lapses. */
    private void checkReach(TransportRequest request) throws IOException {
        List<String> barred = new ArrayList<>();
        int reached = 0;
        if (settings.allowed().allows(request.source())) {
            reached++;
        } else {
            barred.add("the source " + request.source().getAuthority());
        }
        for (Target target : request.targets()) {
            if (target.relays() && !target.id().equals(settings.id())) {
                if (settings.allowed().allows(target.address())) {
                    reached++;
                } else {
                    barred.add(target.id() + " at " + target.address().getAuthority());
                }
            }
        }
        String why = "not in the list allowed of this terminal: "
                + String.join(", ", barred.subList(0, Math.min(MOST_NAMED, barred.size())));
        if (reached == 0) {
            throw new IOException("nobody can be asked for it; " + why);
        }
        if (!barred.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "{0} is fetched from others only; {1}",
                    request.file().name(),
                    why);
        }
    }

    private Fetch follow(Holding holding) {
        Fetch fetch = new Fetch(settings, holding, agent, line, this);
        all.put(holding.transfer(), fetch);
        return fetch;
    }

    private synchronized void reportComplete(Holding holding) {
        if (all.containsKey(holding.transfer())) {
            return;
        }
        Fetch fetch = follow(holding);
        fetch.reporter().complete();
        fetch.reporter().start();
    }

    private void begin(Holding holding) {
        Fetch fetch = follow(holding);
        fetch.reporter().start();
        try {
            workers.execute(() -> run(holding, fetch));
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the terminal stops", e);
        }
    }

    private void run(Holding holding, Fetch fetch) {
        try {
            // Whether it can appear is for us to find out, for the main server must hear of it.
            holding.postpone(Instant.MAX);
            fetch.run();
            shelf.arrived(holding, Instant.now());
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
        }
    }

    /** The main servers need no more reports; a file that has not come whole by now never will. */
    void isOver(Holding holding, Fetch fetch, String said) {
        all.remove(holding.transfer(), fetch);
        if (said.equals("FAILED")) {
            return;
        }
        if (holding.state() == Holding.State.ARRIVING) {
            fetch.stop("the transfer is over");
            shelf.drop(holding);
        } else {
            shelf.isOver(holding);
        }
    }

    /** Stops; what is under way goes on after the next start. */
    @Override
    public void close() {
        all.values().forEach(fetch -> {
            fetch.stop("the terminal stops");
            fetch.reporter().stop();
        });
        workers.shutdown();
        try {
            if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
