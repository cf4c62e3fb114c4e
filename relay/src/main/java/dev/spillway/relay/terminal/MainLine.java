/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import dev.spillway.relay.conf.TerminalSettings;
import dev.spillway.relay.control.Addresses;
import dev.spillway.relay.control.Beat;
import dev.spillway.relay.control.ControlClient;
import dev.spillway.relay.control.ControlClient.Reply;
import dev.spillway.relay.control.CopyList;
import dev.spillway.relay.control.Json;
import dev.spillway.relay.control.Registration;
import dev.spillway.relay.control.Report;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** How a terminal speaks to the main servers: to the one that answered last, and if that does not, to the next. Safe for use by any number of threads. */
final class MainLine {
    private static final Logger LOG = System.getLogger(MainLine.class.getName());

    private final TerminalSettings settings;
    private final ControlClient client;
    private final String secret;
    private final Set<URI> mains;
    private final AtomicBoolean alone = new AtomicBoolean();
    private volatile URI current;

    MainLine(TerminalSettings settings, ControlClient client, String secret) {
        this.settings = settings;
        this.client = client;
        this.secret = secret;
        this.mains = new LinkedHashSet<>(settings.mains());
        this.current = settings.mains().get(0);
    }

    /** Registers, and lives on: what a terminal of these groups should know. Empty if no main server can be reached. */
    Optional<Beat.Answer> beat(double load) throws InterruptedException {
        Optional<Reply> reply = post(Optional.empty(), "/terminals/" + settings.id() + "/beat", new Beat(load));
        if (reply.isPresent() && reply.get().status() == 401) {
            register();
            reply = post(Optional.empty(), "/terminals/" + settings.id() + "/beat", new Beat(load));
        }
        Optional<Beat.Answer> answer =
                reply.filter(Reply::isSuccess).map(one -> Json.read(one.content(), Beat.Answer.class));
        answer.ifPresent(one -> learn(one.mains()));
        return answer;
    }

    private synchronized void learn(List<URI> named) {
        named.stream().filter(settings.allowed()::allows).forEach(mains::add);
    }

    private void register() throws InterruptedException {
        Registration registration =
                new Registration(settings.address(), settings.files(), settings.relays(), settings.groups(), secret);
        try {
            Reply reply = client.post(
                    Addresses.below(current, "/terminals/" + settings.id()),
                    Optional.of(settings.token()),
                    Json.TYPE,
                    Json.write(registration));
            Level level = reply.isSuccess() ? Level.INFO : Level.ERROR;
            LOG.log(level, "registration of {0} at {1}: {2} {3}", settings.id(), current, reply.status(), text(reply));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "not registered", e);
        }
    }

    private static String text(Reply reply) {
        return new String(reply.content(), StandardCharsets.UTF_8);
    }

    /** Who else has what; empty if no main server tells. */
    Optional<CopyList> copies() throws InterruptedException {
        return get("/terminals/" + settings.id() + "/copies").map(reply -> Json.read(reply.content(), CopyList.class));
    }

    /** The newest request of a transfer, signed; empty if no main server has it. */
    Optional<byte[]> request(UUID transfer) throws InterruptedException {
        return get("/requests/" + transfer + "?terminal=" + settings.id()).map(Reply::content);
    }

    /** Reports to the main server that directs the transfer, whichever that is; empty if none answers. */
    Optional<Report.Answer> report(UUID transfer, Report report) throws InterruptedException {
        String path = "/reports/" + transfer + "?terminal=" + settings.id();
        Optional<Report.Answer> answer = post(Optional.empty(), path, report)
                .filter(Reply::isSuccess)
                .map(reply -> Json.read(reply.content(), Report.Answer.class));
        Optional<URI> director = answer.map(Report.Answer::director).filter(settings.allowed()::allows);
        if (director.isEmpty()) {
            return answer.filter(one -> one.director() == null);
        }
        return post(director, path, report)
                .filter(Reply::isSuccess)
                .map(reply -> Json.read(reply.content(), Report.Answer.class))
                .filter(one -> one.director() == null);
    }

    private Optional<Reply> post(Optional<URI> first, String path, Object message) throws InterruptedException {
        byte[] content = Json.write(message);
        return ask(first, main -> client.post(Addresses.below(main, path), Optional.of(secret), Json.TYPE, content));
    }

    private Optional<Reply> get(String path) throws InterruptedException {
        return ask(Optional.empty(), main -> client.get(Addresses.below(main, path), Optional.of(secret)))
                .filter(Reply::isSuccess);
    }

    @FunctionalInterface
    private interface Call {
        Reply to(URI main) throws IOException, InterruptedException;
    }

    /** The first answer that is none of a server in trouble. */
    private Optional<Reply> ask(Optional<URI> first, Call call) throws InterruptedException {
        List<String> silent = new ArrayList<>();
        for (URI main : order(first)) {
            try {
                Reply reply = call.to(main);
                if (reply.status() < 500) {
                    current = main;
                    heard();
                    return Optional.of(reply);
                }
                silent.add(main + ": status " + reply.status());
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "no answer from " + main, e);
                silent.add(main + ": " + e);
            }
        }
        unheard(silent);
        return Optional.empty();
    }

    private void heard() {
        if (alone.getAndSet(false)) {
            LOG.log(Level.INFO, "{0} answers", current);
        }
    }

    /** Said once, not at every heartbeat. */
    private void unheard(List<String> silent) {
        if (!alone.getAndSet(true)) {
            LOG.log(Level.WARNING, "no main server answers; asked again and again: {0}", silent);
        }
    }

    private synchronized List<URI> order(Optional<URI> first) {
        Set<URI> order = new LinkedHashSet<>();
        first.ifPresent(order::add);
        order.add(current);
        order.addAll(mains);
        return new ArrayList<>(order);
    }
}
