/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.relay.control.Beat;
import dev.spillway.relay.control.CopyList;
import dev.spillway.relay.control.Json;
import dev.spillway.relay.control.Registration;
import dev.spillway.relay.control.Report;
import dev.spillway.relay.control.RequestRelay;
import dev.spillway.relay.request.FileSpec;
import dev.spillway.relay.request.Pieces;
import dev.spillway.relay.request.RequestRefusedException;
import dev.spillway.relay.request.RequestSigner;
import dev.spillway.relay.request.TransportRequest;
import dev.spillway.relay.serve.Exchange;
import dev.spillway.relay.serve.PieceAnswers;
import dev.spillway.relay.serve.RefusedException;
import dev.spillway.relay.serve.Requests;
import dev.spillway.relay.track.Publications.Publication;
import dev.spillway.relay.track.Publications.Summary;
import dev.spillway.relay.track.Transfers;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Answers terminals. */
final class TerminalDesk {
    private static final int MOST_BYTES = 1 << 20;

    /** Main servers that were silent for so long are not named to terminals. */
    private static final Duration SERVER_SILENCE = Duration.ofSeconds(15);

    /** Requests of running transfers, so that not every piece asks the database. */
    private final Map<UUID, Source> sources = new ConcurrentHashMap<>();

    private record Source(Path file, TransportRequest request) {}

    private final Office office;
    private final Directions directions;
    private final Copies copies;

    TerminalDesk(Office office, Directions directions) {
        this.office = office;
        this.directions = directions;
        this.copies = new Copies(office);
    }

    void handle(Exchange exchange) throws IOException {
        try {
            route(exchange, exchange.path().split("/", -1));
        } catch (RefusedException e) {
            exchange.answer(e.status(), "text/plain", e.getMessage().getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            exchange.answer(400, "text/plain", String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void route(Exchange exchange, String[] parts) throws IOException, RefusedException {
        String what =
                exchange.method() + " " + (parts.length > 1 ? parts[1] : "") + " " + (parts.length > 3 ? parts[3] : "");
        switch (what.strip() + " " + parts.length) {
            case "POST terminals 3" -> register(exchange, parts[2]);
            case "POST terminals beat 4" -> beat(exchange, parts[2]);
            case "GET terminals copies 4" -> json(exchange, copies(exchange, parts[2]));
            case "GET requests 3" -> request(exchange, Requests.transfer(parts[2]));
            case "POST reports 3" -> report(exchange, Requests.transfer(parts[2]));
            case "GET pieces 3" -> pieces(exchange, Requests.transfer(parts[2]));
            case "GET key 2" ->
                exchange.answer(
                        200, "text/plain", RequestSigner.text(office.key()).getBytes(StandardCharsets.US_ASCII));
            default -> throw new RefusedException(404, "nothing is here");
        }
    }

    private static void json(Exchange exchange, Object value) throws IOException {
        exchange.answer(200, Json.TYPE, Json.write(value));
    }

    private void register(Exchange exchange, String id) throws IOException, RefusedException {
        byte[] token = Requests.token(exchange).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(token, office.settings().admission().getBytes(StandardCharsets.UTF_8))) {
            throw new RefusedException(403, "another token than that which lets terminals in");
        }
        Registration said = Json.read(Requests.content(exchange, MOST_BYTES), Registration.class);
        if (said.groups() == null
                || said.groups().isEmpty()
                || said.secret() == null
                || said.secret().length() < 32) {
            throw new RefusedException(400, "groups and a secret of at least 32 characters are wanted");
        }
        if (office.terminals().genuine(id, said.secret()).equals(Optional.of(false))) {
            throw new RefusedException(
                    409, "another terminal has the name " + id + ": choose another, or remove it first");
        }
        office.terminals().register(id, said.address(), said.relays(), Set.copyOf(said.groups()), said.secret());
        office.terminals().offers(id, said.files(), 0);
        exchange.answer(204);
    }

    private void authenticate(Exchange exchange, String id) throws RefusedException {
        if (!office.terminals().genuine(id, Requests.token(exchange)).equals(Optional.of(true))) {
            throw new RefusedException(401, "not the terminal that is registered so");
        }
    }

    private void beat(Exchange exchange, String id) throws IOException, RefusedException {
        Beat beat = Json.read(Requests.content(exchange, MOST_BYTES), Beat.class);
        if (!office.terminals().heartbeat(id, Requests.token(exchange))) {
            throw new RefusedException(401, "not the terminal that is registered so");
        }
        office.terminals().busy(id, Math.max(0, Math.min(1, beat.load())));
        List<URI> mains =
                List.copyOf(office.mainServers().heardWithin(SERVER_SILENCE).values());
        json(exchange, new Beat.Answer(office.publications().openFor(id), mains, copies.version()));
    }

    private CopyList copies(Exchange exchange, String id) throws RefusedException {
        authenticate(exchange, id);
        return copies.list();
    }

    private void request(Exchange exchange, UUID transfer) throws IOException, RefusedException {
        authenticate(exchange, Requests.needed(exchange, "terminal"));
        byte[] signed = office.transfers()
                .lastRequest(transfer)
                .orElseThrow(() -> new RefusedException(404, "no such transfer"));
        exchange.answer(200, RequestRelay.TYPE, signed);
    }

    private void report(Exchange exchange, UUID transfer) throws IOException, RefusedException {
        String terminal = Requests.needed(exchange, "terminal");
        authenticate(exchange, terminal);
        Report report = Json.read(Requests.content(exchange, MOST_BYTES), Report.class);
        Optional<Direction> mine = directions.find(transfer);
        if (mine.isEmpty()) {
            json(exchange, elsewhere(transfer));
            return;
        }
        Report.Answer answer = mine.get().report(terminal, report, System.nanoTime());
        directions.record(transfer, mine.get());
        boolean over = directions.find(transfer).isEmpty();
        json(exchange, new Report.Answer(answer.given(), answer.issue(), null, over));
    }

    /** The transfer is over, or with another main server, or will soon be with one. */
    private Report.Answer elsewhere(UUID transfer) throws RefusedException {
        Summary summary =
                office.publications().find(transfer).orElseThrow(() -> new RefusedException(404, "no such transfer"));
        boolean over = summary.state() == Transfers.State.ENDED || summary.state() == Transfers.State.CANCELLED;
        Map<String, URI> alive = new HashMap<>(office.mainServers().heardWithin(SERVER_SILENCE));
        alive.remove(office.settings().name());
        URI director = summary.director().map(alive::get).orElse(null);
        if (!over && director == null) {
            throw new RefusedException(503, "nobody directs the transfer just now");
        }
        return new Report.Answer(List.of(), 0, director, over);
    }

    private void pieces(Exchange exchange, UUID transfer) throws IOException, RefusedException {
        Source source = sources.get(transfer);
        if (source == null) {
            source = findSource(transfer);
            sources.put(transfer, source);
        }
        FileSpec file = source.request().file();
        if (!file.expiry().isAfter(Instant.now())) {
            sources.remove(transfer);
            throw new RefusedException(404, "the file has expired");
        }
        Optional<String> wanted = exchange.query("piece");
        if (wanted.isEmpty()) {
            if (file.key().isPresent()) {
                throw new RefusedException(403, "this file travels encrypted only");
            }
            exchange.answer(PieceAnswers.whole(source.file(), file, false));
            return;
        }
        int piece = PieceAnswers.piece(wanted.get(), file);
        PieceAnswers.packed(exchange, transfer, file, piece, read(source.file(), file.pieces(), piece));
    }

    private static byte[] read(Path path, Pieces pieces, int piece) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(pieces.length(piece));
        try (FileChannel channel = FileChannel.open(path)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, pieces.start(piece) + bytes.position()) < 0) {
                    throw new IOException(path + " has become shorter since it was published");
                }
            }
        }
        return bytes.array();
    }

    private Source findSource(UUID transfer) throws RefusedException {
        RefusedException none = new RefusedException(404, "this main server does not have the file");
        Publication publication =
                office.publications().find(transfer).orElseThrow(() -> none).publication();
        Path file = new Origin(publication.origin())
                .file(office.settings(), publication.bytes())
                .orElseThrow(() -> none);
        try {
            return new Source(
                    file,
                    RequestSigner.read(office.transfers().lastRequest(transfer).orElseThrow(() -> none)));
        } catch (RequestRefusedException e) {
            throw none;
        }
    }
}
