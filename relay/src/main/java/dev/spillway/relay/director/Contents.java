/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.client.dial.TlsSettings;
import dev.spillway.relay.admin.PublishOrder;
import dev.spillway.relay.conf.MainSettings;
import dev.spillway.relay.pack.PiecePacker;
import dev.spillway.relay.request.FileSpec;
import dev.spillway.relay.request.FileSpec.Compression;
import dev.spillway.relay.request.Pieces;
import dev.spillway.relay.serve.RefusedException;
import dev.spillway.relay.store.Bundle;
import dev.spillway.relay.store.PieceCutter;
import dev.spillway.relay.store.PieceCutter.Cut;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Finds what orders name, in the store or at distribution servers. */
final class Contents {
    /** What an order names, cut into pieces. */
    record Content(String name, Origin origin, Cut cut, Optional<Path> path) {}

    private final MainSettings settings;
    private final Distributed distributed;

    /** @param trusted authorities of distribution servers */
    Contents(MainSettings settings, TlsSettings trusted) {
        this.settings = settings;
        this.distributed = new Distributed(settings.sources(), trusted);
    }

    Content of(PublishOrder order) throws IOException, InterruptedException, RefusedException {
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
        Path path = settings.state().resolve(id + Origin.BUNDLE_FILE);
        Content made = null;
        try {
            try (OutputStream out = Files.newOutputStream(path)) {
                Bundle.pack(files, out);
            }
            made = new Content(order.name(), Origin.ofBundle(id), cut(path), Optional.of(path));
        } finally {
            if (made == null) {
                Files.deleteIfExists(path);
            }
        }
        return made;
    }

    private Path inStore(String name) throws RefusedException {
        FileSpec.checkName(name);
        Path path = settings.store().resolve(name);
        if (!Files.isRegularFile(path)) {
            throw new RefusedException(404, name + " is not in the store folder of the main server");
        }
        return path;
    }

    private static Cut cut(Path path) throws IOException {
        return PieceCutter.cut(path, PieceCutter.usualPieceBytes(Files.size(path)));
    }

    /** Takes back what was made for an order that came to nothing. */
    void discard(Content content) throws IOException {
        if (content.origin().isBundle()) {
            Files.deleteIfExists(content.path().orElseThrow());
        }
    }

    /** How pieces travel: as the order says, or shortened if that pays. */
    static Compression compression(PublishOrder order, Content content) throws IOException, RefusedException {
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
}
