/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.client.dial.TlsSettings;
import dev.spillway.relay.admin.PublishOrder;
import dev.spillway.relay.director.Contents.Content;
import dev.spillway.relay.request.FileSpec;
import dev.spillway.relay.request.PieceKey;
import dev.spillway.relay.request.RequestRefusedException;
import dev.spillway.relay.request.RequestSigner;
import dev.spillway.relay.request.Target;
import dev.spillway.relay.request.TransportRequest;
import dev.spillway.relay.serve.RefusedException;
import dev.spillway.relay.store.Bundle;
import dev.spillway.relay.track.Publications.Publication;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Makes transfers out of orders. */
final class Publisher {
    private static final Duration USUAL_LIFE = Duration.ofDays(30);
    private static final int MEASURED = 0;
    private static final Logger LOG = System.getLogger(Publisher.class.getName());

    private final Office office;
    private final Contents contents;
    private final SecureRandom random = new SecureRandom();

    Publisher(Office office, TlsSettings trusted) {
        this.office = office;
        this.contents = new Contents(office.settings(), trusted);
    }

    /** Begins a transfer, and with it new ones of what members of the group have failed to get before (D8). */
    UUID publish(PublishOrder order) throws IOException, InterruptedException, RefusedException {
        String group =
                Optional.ofNullable(order.group()).orElseThrow(() -> new RefusedException(400, "group is missing"));
        String planner = oneOf("planner", order.planner(), Directions.ADAPTIVE, Directions.DEALING);
        int fanOut = order.fanOut() == null ? MEASURED : order.fanOut();
        if (fanOut != MEASURED && (fanOut < 1 || fanOut > 5)) {
            throw new RefusedException(400, "fanOut=" + fanOut + " is outside 1 to 5");
        }
        List<Target> targets = office.terminals().ranked(group, Directions.SILENCE);
        if (targets.isEmpty()) {
            throw new RefusedException(
                    409,
                    "no terminal of group " + group + " has been heard of in the last " + Directions.SILENCE.toSeconds()
                            + " s");
        }
        Content content = contents.of(order);
        UUID id = UUID.randomUUID();
        boolean begun = false;
        try {
            FileSpec file = describe(order, content, targets);
            repeatUnfinished(group, file.name());
            URI source = content.origin().address(office.settings(), id);
            List<String> missed = office.terminals().silent(group, Directions.SILENCE);
            begin(id, group, planner, fanOut, content.origin(), source, file, targets, missed);
            begun = true;
        } finally {
            if (!begun) {
                contents.discard(content);
            }
        }
        return id;
    }

    private static String oneOf(String name, String value, String usual, String other) throws RefusedException {
        if (value == null || value.equals(usual)) {
            return usual;
        }
        if (value.equals(other)) {
            return other;
        }
        throw new RefusedException(400, name + "=" + value + " is neither " + usual + " nor " + other);
    }

    private FileSpec describe(PublishOrder order, Content content, List<Target> targets)
            throws IOException, RefusedException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Instant activation = order.activate() == null ? now : order.activate().truncatedTo(ChronoUnit.SECONDS);
        Instant expiry = order.expire() == null
                ? activation.plus(USUAL_LIFE)
                : order.expire().truncatedTo(ChronoUnit.SECONDS);
        if (!expiry.isAfter(now)) {
            throw new RefusedException(400, "expire=" + expiry + " is over: now is " + now);
        }
        boolean encrypt = Boolean.TRUE.equals(order.encrypt());
        if (encrypt) {
            refusePlainRoutes(targets);
        }
        String type = content.origin().isBundle()
                ? Bundle.TYPE
                : Optional.ofNullable(order.type())
                        .or(() -> Optional.ofNullable(URLConnection.guessContentTypeFromName(content.name())))
                        .orElse("application/octet-stream");
        return new FileSpec(
                content.name(),
                type,
                content.cut().digest(),
                content.cut().pieces(),
                activation,
                expiry,
                Contents.compression(order, content),
                encrypt ? Optional.of(PieceKey.random(random)) : Optional.empty());
    }

    /** The key travels with the request, so all who take requests must do so over TLS, or on this machine. */
    private static void refusePlainRoutes(List<Target> targets) throws RefusedException {
        for (Target target : targets) {
            if (isPlain(target)) {
                throw new RefusedException(
                        409, "the key would travel in the clear: " + target.id() + " takes requests without TLS");
            }
        }
    }

    /** Whether others on the way could read what is sent to a terminal. */
    static boolean isPlain(Target target) {
        return !"https".equals(target.address().getScheme())
                && !isLoopback(target.address().getHost());
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private void begin(
            UUID id,
            String group,
            String planner,
            int fanOut,
            Origin origin,
            URI source,
            FileSpec file,
            List<Target> targets,
            List<String> missed) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Instant lapses = now.plus(TransportRequest.LONGEST);
        TransportRequest request = new TransportRequest(
                id,
                1,
                now,
                lapses.isBefore(file.expiry()) ? lapses : file.expiry(),
                office.settings().address(),
                source,
                file,
                fanOut == MEASURED ? Fan.ofSource(office.settings().uploadRate(), targets) : fanOut,
                fanOut == MEASURED,
                targets);
        office.publications()
                .publish(
                        new Publication(
                                id,
                                file.name(),
                                group,
                                planner,
                                file.digest().toString(),
                                file.pieces().fileBytes(),
                                file.pieces().count(),
                                file.activation(),
                                file.expiry(),
                                origin.text()),
                        targets,
                        missed,
                        request.issue(),
                        office.signer().sign(request));
    }

    private void repeatIfAnybodyIsHere(UUID earlier) {
        try {
            repeat(earlier);
        } catch (RefusedException e) {
            LOG.log(Level.DEBUG, "{0} is not repeated now: {1}", earlier, e.getMessage());
        }
    }

    private void repeatUnfinished(String group, String except) {
        for (UUID earlier : office.publications().unfinished(group)) {
            Publication publication =
                    office.publications().find(earlier).orElseThrow().publication();
            if (!publication.name().equals(except)) {
                repeatIfAnybodyIsHere(earlier);
            }
        }
    }

    /** A new transfer of the same file to those that have failed to get it. */
    UUID repeat(UUID earlier) throws RefusedException {
        Publication old = office.publications()
                .find(earlier)
                .orElseThrow(() -> new RefusedException(404, "no such transfer"))
                .publication();
        Set<String> owed = Set.copyOf(office.transfers().owed(old.group(), old.name()));
        List<Target> targets = office.terminals().ranked(old.group(), Directions.SILENCE).stream()
                .filter(target -> owed.contains(target.id()))
                .toList();
        if (targets.isEmpty()) {
            throw new RefusedException(409, "nobody who has failed to get " + old.name() + " is here now");
        }
        try {
            TransportRequest request =
                    RequestSigner.read(office.transfers().lastRequest(earlier).orElseThrow());
            if (!request.file().expiry().isAfter(Instant.now())) {
                throw new RefusedException(409, old.name() + " has expired");
            }
            if (request.file().key().isPresent()) {
                refusePlainRoutes(targets);
            }
            UUID id = UUID.randomUUID();
            int fanOut = request.measuredFanOut() ? MEASURED : request.fanOut();
            Origin origin = new Origin(old.origin());
            URI source = origin.file(office.settings(), old.bytes()).isPresent()
                    ? origin.address(office.settings(), id)
                    : sameSource(request, id);
            List<String> missed = office.terminals().silent(old.group(), Directions.SILENCE).stream()
                    .filter(owed::contains)
                    .toList();
            begin(id, old.group(), old.planner(), fanOut, origin, source, request.file(), targets, missed);
            return id;
        } catch (RequestRefusedException e) {
            throw new IllegalStateException("a request of the database cannot be read", e);
        }
    }

    /** Another main server, which has the file where this one has not, or a distribution server. */
    private static URI sameSource(TransportRequest earlier, UUID id) {
        return URI.create(earlier.source().toString().replace(earlier.transfer().toString(), id.toString()));
    }
}
