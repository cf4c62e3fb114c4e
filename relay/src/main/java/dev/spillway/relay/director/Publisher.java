/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.relay.admin.PublishOrder;
import dev.spillway.relay.pack.PiecePacker;
import dev.spillway.relay.request.FileSpec;
import dev.spillway.relay.request.FileSpec.Compression;
import dev.spillway.relay.request.PieceKey;
import dev.spillway.relay.request.Pieces;
import dev.spillway.relay.request.RequestRefusedException;
import dev.spillway.relay.request.RequestSigner;
import dev.spillway.relay.request.Target;
import dev.spillway.relay.request.TransportRequest;
import dev.spillway.relay.serve.RefusedException;
import dev.spillway.relay.store.Bundle;
import dev.spillway.relay.store.PieceCutter;
import dev.spillway.relay.store.PieceCutter.Cut;
import dev.spillway.relay.track.Publications.Publication;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Makes transfers out of orders. */
final class Publisher {
    private static final Duration USUAL_LIFE = Duration.ofDays(30);
    private static final int MEASURED = 0;
    private static final Logger LOG = System.getLogger(Publisher.class.getName());

    private final Office office;
    private final Distributed distributed;
    private final SecureRandom random = new SecureRandom();

    Publisher(Office office) {
        this.office = office;
        this.distributed = new Distributed(office.settings().sources());
    }

    /** What an order names, cut into pieces. */
    private record Content(String name, Origin origin, Cut cut, Optional<Path> path) {}

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
        Content content = content(order);
        FileSpec file = describe(order, content, targets);
        UUID id = UUID.randomUUID();
        repeatUnfinished(group, file.name());
        begin(id, group, planner, fanOut, content.origin(), file, targets);
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

    private Content content(PublishOrder order) throws IOException, InterruptedException, RefusedException {
        boolean hasFiles = order.files() != null && !order.files().isEmpty();
        if (hasFiles == (order.url() != null)) {
            throw new RefusedException(400, "give either files or url");
        }
        if (!hasFiles) {
            URI uri = distributed.check(order.url());
            String path = uri.getPath() == null ? "" : uri.getPath();
            String name = Objects.requireNonNullElse(order.name(), path.substring(path.lastIndexOf('/') + 1));
            FileSpec.checkName(name);
            return new Content(name, Origin.ofServer(uri), distributed.cut(uri), Optional.empty());
        }
        return order.files().size() == 1 ? single(order) : bundle(order);
    }

    private Content single(PublishOrder order) throws IOException, RefusedException {
        Path path = inStore(order.files().get(0));
        String name =
                Objects.requireNonNullElse(order.name(), path.getFileName().toString());
        FileSpec.checkName(name);
        return new Content(name, Origin.ofStore(path.getFileName().toString()), cut(path), Optional.of(path));
    }

    private Content bundle(PublishOrder order) throws IOException, RefusedException {
        if (order.name() == null) {
            throw new RefusedException(400, "name is missing: several files travel as one bundle, which needs one");
        }
        FileSpec.checkName(order.name());
        Set<String> names = new HashSet<>(order.files());
        if (names.size() != order.files().size() || names.size() > Bundle.MOST_FILES) {
            throw new RefusedException(400, "a file is named twice, or there are more than " + Bundle.MOST_FILES);
        }
        List<Path> files = new ArrayList<>();
        for (String name : order.files()) {
            files.add(inStore(name));
        }
        UUID id = UUID.randomUUID();
        Path path = office.settings().state().resolve(id + ".bundle");
        try (OutputStream out = Files.newOutputStream(path)) {
            Bundle.pack(files, out);
        }
        return new Content(order.name(), Origin.ofBundle(id), cut(path), Optional.of(path));
    }

    private Path inStore(String name) throws RefusedException {
        FileSpec.checkName(name);
        Path path = office.settings().store().resolve(name);
        if (!Files.isRegularFile(path)) {
            throw new RefusedException(404, name + " is not in the store folder of the main server");
        }
        return path;
    }

    private static Cut cut(Path path) throws IOException {
        return PieceCutter.cut(path, PieceCutter.usualPieceBytes(Files.size(path)));
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
        String type = content.origin().text().startsWith("bundle:")
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
                compression(order, content),
                encrypt ? Optional.of(PieceKey.random(random)) : Optional.empty());
    }

    /** The key travels with the request, so all who take requests must do so over TLS, or on this machine. */
    private void refusePlainRoutes(List<Target> targets) throws RefusedException {
        for (Target target : targets) {
            if (!"https".equals(target.address().getScheme())
                    && !isLoopback(target.address().getHost())) {
                throw new RefusedException(
                        409, "the key would travel in the clear: " + target.id() + " takes requests without TLS");
            }
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Compression compression(PublishOrder order, Content content) throws IOException, RefusedException {
        String wanted = order.compression() == null ? "auto" : order.compression();
        Pieces pieces = content.cut().pieces();
        return switch (wanted) {
            case "none" -> Compression.NONE;
            case "zstd" -> Compression.ZSTD;
            case "auto" ->
                content.path().isPresent()
                                && pieces.count() > 0
                                && pays(content.path().get(), pieces)
                        ? Compression.ZSTD
                        : Compression.NONE;
            default -> throw new RefusedException(400, "compression=" + wanted + " is none of auto, none, zstd");
        };
    }

    /** A look at the middle of the file. */
    private static boolean pays(Path path, Pieces pieces) throws IOException {
        int length = (int) Math.min(1 << 20, pieces.fileBytes());
        try (var in = Files.newInputStream(path)) {
            in.skipNBytes((pieces.fileBytes() - length) / 2);
            return PiecePacker.pays(in.readNBytes(length));
        }
    }

    private void begin(
            UUID id, String group, String planner, int fanOut, Origin origin, FileSpec file, List<Target> targets) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Instant lapses = now.plus(TransportRequest.LONGEST);
        TransportRequest request = new TransportRequest(
                id,
                1,
                now,
                lapses.isBefore(file.expiry()) ? lapses : file.expiry(),
                office.settings().address(),
                origin.address(office.settings(), id),
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
            UUID id = UUID.randomUUID();
            int fanOut = request.measuredFanOut() ? MEASURED : request.fanOut();
            begin(id, old.group(), old.planner(), fanOut, new Origin(old.origin()), request.file(), targets);
            return id;
        } catch (RequestRefusedException e) {
            throw new IllegalStateException("a request of the database cannot be read", e);
        }
    }
}
