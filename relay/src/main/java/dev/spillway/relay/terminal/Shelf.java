/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import dev.spillway.relay.conf.TerminalSettings;
import dev.spillway.relay.control.CopyList;
import dev.spillway.relay.request.FileSpec;
import dev.spillway.relay.request.TransportRequest;
import dev.spillway.relay.store.Bundle;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * All that a terminal has. Each transfer has a folder of its own for what is under way, with the signed request in it, so that all is found again at the next
 * start; what appears is moved out of it in one step. Safe for use by any number of threads.
 */
final class Shelf implements LocalView {
    private static final Logger LOG = System.getLogger(Shelf.class.getName());

    private final TerminalSettings settings;
    private final DoubleSupplier load;
    private final Map<UUID, Holding> holdings = new ConcurrentHashMap<>();
    private volatile NavigableMap<String, PublishedFile> published = new TreeMap<>();
    private volatile CopyList copies = CopyList.EMPTY;

    /** @param load how busy the terminal is: 0 is idle, 1 is full */
    Shelf(TerminalSettings settings, DoubleSupplier load) throws IOException {
        this.settings = settings;
        this.load = load;
        Files.createDirectories(settings.folder());
        Files.createDirectories(settings.state());
    }

    Optional<Holding> find(UUID transfer) {
        return Optional.ofNullable(holdings.get(transfer));
    }

    Collection<Holding> all() {
        return List.copyOf(holdings.values());
    }

    /**
     * Begins to hold something.
     *
     * @param signed the request, which is kept
     * @throws IOException with the reason if the quota does not allow it, or the disk does not take it
     */
    synchronized Holding add(TransportRequest request, byte[] signed) throws IOException {
        long used = holdings.values().stream()
                .mapToLong(holding -> holding.file().pieces().fileBytes())
                .sum();
        long wanted = request.file().pieces().fileBytes();
        if (wanted > settings.quota() - used) {
            throw new IOException("quota reached: " + used + " of " + settings.quota() + " bytes are taken, and "
                    + request.file().name() + " has " + wanted);
        }
        Holding holding =
                new Holding(settings.state().resolve(request.transfer().toString()), request);
        Files.createDirectories(holding.folder());
        HoldingFiles.keep(holding, signed);
        holdings.put(request.transfer(), holding);
        return holding;
    }

    /** Puts back what an earlier run had. */
    void restore(Holding holding) {
        holdings.put(holding.transfer(), holding);
        index();
    }

    /** Takes a holding away, with all that it has on the disk but what has appeared. */
    synchronized void drop(Holding holding) {
        holding.isGone();
        holdings.remove(holding.transfer(), holding);
        HoldingFiles.delete(holding.folder());
        index();
    }

    /** Lets appear what is to be active now, and removes what has expired. */
    synchronized void sweep(Instant now) {
        for (Holding holding : all()) {
            FileSpec file = holding.file();
            if (holding.state() == Holding.State.WHOLE
                    && !now.isBefore(file.activation())
                    && now.isBefore(file.expiry())) {
                appear(holding);
            } else if (!now.isBefore(file.expiry()) && holding.state() != Holding.State.ARRIVING) {
                expire(holding);
            }
        }
    }

    private void appear(Holding holding) {
        if (newerOf(holding).isPresent()) {
            LOG.log(
                    Level.INFO,
                    "{0} has been replaced before it appeared",
                    holding.file().name());
            drop(holding);
            return;
        }
        try {
            List<Holding> older = olderOf(holding);
            if (holding.file().type().equals(Bundle.TYPE)) {
                unpack(holding);
            } else {
                move(holding);
            }
            HoldingFiles.note(holding);
            older.forEach(this::drop);
            index();
            LOG.log(Level.INFO, "{0} has appeared", holding.file().name());
        } catch (IOException e) {
            LOG.log(Level.ERROR, holding.file().name() + " cannot appear in " + settings.folder() + "; tried again", e);
        }
    }

    private void move(Holding holding) throws IOException {
        Path place = settings.folder().resolve(holding.file().name());
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(place + " is a folder");
        }
        Files.move(holding.whole(), place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        holding.hasAppeared(
                place,
                List.of(describe(
                        holding, holding.file().name(), place, holding.file().type())));
    }

    /** The bundle itself stays, to be passed on. */
    private void unpack(Holding holding) throws IOException {
        List<PublishedFile> files = new ArrayList<>();
        for (Bundle.Member member : Bundle.unpack(holding.whole(), holding.folder(), settings.folder())) {
            files.add(HoldingFiles.member(holding, settings.folder(), member));
        }
        holding.hasAppeared(holding.whole(), files);
    }

    static PublishedFile describe(Holding holding, String name, Path place, String type) {
        FileSpec file = holding.file();
        return new PublishedFile(
                name,
                place,
                type,
                file.pieces().fileBytes(),
                file.digest(),
                file.activation(),
                file.expiry(),
                List.of());
    }

    private Optional<Holding> newerOf(Holding holding) {
        return holdings.values().stream()
                .filter(other -> other.state() == Holding.State.APPEARED && isSameName(other, holding))
                .filter(other ->
                        other.request().issued().isAfter(holding.request().issued()))
                .findFirst();
    }

    private List<Holding> olderOf(Holding holding) {
        return holdings.values().stream()
                .filter(other ->
                        other != holding && other.state() == Holding.State.APPEARED && isSameName(other, holding))
                .toList();
    }

    private static boolean isSameName(Holding one, Holding other) {
        return one.file().name().equals(other.file().name());
    }

    private void expire(Holding holding) {
        for (PublishedFile file : holding.appeared()) {
            PublishedFile current = published.get(file.name());
            if (current != null && current.digest().equals(file.digest())) {
                try {
                    Files.deleteIfExists(file.path());
                } catch (IOException e) {
                    LOG.log(Level.ERROR, file.path() + " has expired and cannot be removed; tried again", e);
                    return;
                }
            }
        }
        LOG.log(Level.INFO, "{0} has expired", holding.file().name());
        drop(holding);
    }

    /** Who else has what, as a main server has told. */
    void learn(CopyList newest) {
        copies = newest;
        index();
    }

    long copiesVersion() {
        return copies.version();
    }

    private synchronized void index() {
        NavigableMap<String, PublishedFile> fresh = new TreeMap<>();
        holdings.values().stream()
                .filter(holding -> holding.state() == Holding.State.APPEARED)
                .sorted(Comparator.comparing(holding -> holding.request().issued()))
                .forEach(holding ->
                        holding.appeared().forEach(file -> fresh.put(file.name(), withCopies(holding, file))));
        published = fresh;
    }

    private PublishedFile withCopies(Holding holding, PublishedFile file) {
        List<PublishedFile.Copy> others = new ArrayList<>();
        for (int place : copies.holders().getOrDefault(holding.transfer(), List.of())) {
            CopyList.Node node = copies.nodes().get(place);
            if (!node.id().equals(settings.id())) {
                String name =
                        URLEncoder.encode(file.name(), StandardCharsets.UTF_8).replace("+", "%20");
                URI url = URI.create(node.files() + name);
                others.add(new PublishedFile.Copy(url, others.size() + 1, node.load()));
            }
        }
        return new PublishedFile(
                file.name(),
                file.path(),
                file.type(),
                file.bytes(),
                file.digest(),
                file.since(),
                file.expiry(),
                others);
    }

    @Override
    public URI files() {
        return settings.files();
    }

    @Override
    public double load() {
        return load.getAsDouble();
    }

    @Override
    public List<PublishedFile> published() {
        return List.copyOf(published.values());
    }

    @Override
    public Optional<PublishedFile> find(String name) {
        return Optional.ofNullable(published.get(name));
    }
}
