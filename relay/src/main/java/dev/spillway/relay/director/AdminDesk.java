/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.client.dial.TlsSettings;
import dev.spillway.relay.admin.ErrorView;
import dev.spillway.relay.admin.NodeView;
import dev.spillway.relay.admin.PublishOrder;
import dev.spillway.relay.admin.TransferView;
import dev.spillway.relay.control.Json;
import dev.spillway.relay.figures.Exposition;
import dev.spillway.relay.figures.Figures;
import dev.spillway.relay.request.FileSpec;
import dev.spillway.relay.serve.Exchange;
import dev.spillway.relay.serve.RefusedException;
import dev.spillway.relay.serve.Requests;
import dev.spillway.relay.serve.Strangers;
import dev.spillway.relay.track.Terminals;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;

/** Answers administrators: see {@link dev.spillway.relay.admin}. */
final class AdminDesk {
    static final String PATH = "/admin/";
    private static final int MOST_BYTES = 16 << 20;
    private static final Logger LOG = System.getLogger(AdminDesk.class.getName());

    private final Office office;
    private final Directions directions;
    private final Publisher publisher;
    private final Overview overview;
    private final Figures figures;
    private final Exposition exposition;

    AdminDesk(Office office, Directions directions, TlsSettings trusted) {
        this.office = office;
        this.directions = directions;
        this.publisher = new Publisher(office, trusted);
        this.overview = new Overview(office, directions);
        this.figures = new MainFigures(overview);
        this.exposition = new Exposition(figures);
    }

    Figures figures() {
        return figures;
    }

    void handle(Exchange exchange) throws IOException {
        try {
            authenticate(exchange);
            route(exchange, exchange.path().substring(PATH.length()).split("/", -1));
        } catch (RefusedException e) {
            json(exchange, e.status(), new ErrorView(e.getMessage()));
        } catch (IllegalArgumentException e) {
            json(exchange, 400, new ErrorView(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            json(exchange, 503, new ErrorView("the main server stops"));
        }
    }

    private void authenticate(Exchange exchange) throws RefusedException {
        Optional<String> token = office.settings().admin();
        if (token.isEmpty()) {
            if (!exchange.isLocal()) {
                throw new RefusedException(403, "administrators must be on this machine, as admin.token is not set");
            }
            if (Strangers.isFromStranger(exchange)) {
                throw new RefusedException(
                        403,
                        "without a token an administrator calls this machine by its address or localhost, from the page"
                                + " of this main server or with the field " + Strangers.HEADER);
            }
        } else if (!MessageDigest.isEqual(
                token.get().getBytes(StandardCharsets.UTF_8),
                Requests.token(exchange).getBytes(StandardCharsets.UTF_8))) {
            throw new RefusedException(401, "another token than that of administrators");
        }
    }

    private static void json(Exchange exchange, int status, Object value) throws IOException {
        exchange.answer(status, Json.TYPE, Json.write(value));
    }

    private void route(Exchange exchange, String[] parts) throws IOException, RefusedException, InterruptedException {
        String action = parts.length > 2 ? " " + parts[2] : "";
        switch (exchange.method() + " " + parts[0] + action + " " + parts.length) {
            case "GET server 1" -> json(exchange, 200, overview.server());
            case "GET transfers 1" ->
                json(exchange, 200, overview.transfers(exchange.query("group"), exchange.query("state")));
            case "GET transfers 2" ->
                json(exchange, 200, overview.detail(Requests.transfer(parts[1])).orElseThrow(AdminDesk::noTransfer));
            case "POST transfers cancel 3" -> json(exchange, 200, cancel(Requests.transfer(parts[1])));
            case "POST transfers retry 3" ->
                json(exchange, 201, transfer(publisher.repeat(Requests.transfer(parts[1]))));
            case "POST publish 1" -> publish(exchange);
            case "PUT store 2" -> store(exchange, parts[1]);
            case "GET metrics 1" -> exposition.answer(exchange);
            case "GET nodes 1" -> json(exchange, 200, overview.nodes());
            case "POST nodes drain 3" -> json(exchange, 200, set(parts[1], Terminals.State.DRAINED));
            case "POST nodes activate 3" -> json(exchange, 200, set(parts[1], Terminals.State.ACTIVE));
            case "DELETE nodes 2" -> remove(exchange, parts[1]);
            default -> throw new RefusedException(404, "nothing is here; see the package dev.spillway.relay.admin");
        }
    }

    private static RefusedException noTransfer() {
        return new RefusedException(404, "no such transfer");
    }

    private TransferView transfer(UUID id) throws RefusedException {
        return overview.transfer(id).orElseThrow(AdminDesk::noTransfer);
    }

    private TransferView cancel(UUID id) throws RefusedException {
        transfer(id);
        if (!office.transfers().cancel(id)) {
            throw new RefusedException(409, "the transfer has ended already");
        }
        directions.forget(id);
        return transfer(id);
    }

    private void publish(Exchange exchange) throws IOException, RefusedException, InterruptedException {
        PublishOrder order = Json.read(Requests.content(exchange, MOST_BYTES), PublishOrder.class);
        json(exchange, 201, transfer(publisher.publish(order)));
    }

    private void store(Exchange exchange, String name) throws IOException, RefusedException {
        FileSpec.checkName(name);
        Path target = office.settings().store().resolve(name);
        Path working = Files.createTempFile(office.settings().state(), "upload", ".new");
        try {
            try (InputStream in = exchange.body()) {
                Files.copy(in, working, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "upload of " + name + " was not stored", e);
                throw new RefusedException(507, "not stored: " + e.getMessage());
            }
            // Unlike a move, this never takes the place of a file that terminals may be fetching.
            Files.createLink(target, working);
            ExpiredFiles.noteUpload(office.settings(), target);
            exchange.answer(201);
        } catch (FileAlreadyExistsException e) {
            throw new RefusedException(409, name + " is in the store already: choose another name");
        } finally {
            Files.deleteIfExists(working);
        }
    }

    private NodeView set(String id, Terminals.State state) throws RefusedException {
        office.terminals().setState(id, state);
        return overview.nodes().stream()
                .filter(node -> node.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new RefusedException(404, "no such terminal"));
    }

    private void remove(Exchange exchange, String id) throws IOException, RefusedException {
        if (!office.terminals().remove(id)) {
            throw new RefusedException(404, "no such terminal");
        }
        exchange.answer(204);
    }
}
