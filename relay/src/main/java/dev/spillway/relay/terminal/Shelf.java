/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import dev.spillway.relay.conf.TerminalSettings;
import dev.spillway.relay.request.FileSpec;
import dev.spillway.relay.request.TransportRequest;
import dev.spillway.relay.store.Bundle;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * All that a terminal has. Each transfer has a folder of its own for what is under way, with the signed request in it, so that all is found again at the next
 * start; what appears is moved out of it in one step. Safe for use by any number of threads.
 */
final class Shelf {
    /** Before what could not appear is tried again. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Logger LOG = System.getLogger(Shelf.class.getName());

    private final TerminalSettings settings;
    private final Catalogue catalogue;
    private final Map<UUID, Holding> holdings = new ConcurrentHashMap<>();

    /** @param catalogue is told what has appeared */
    Shelf(TerminalSettings settings, Catalogue catalogue) throws IOException {
        this.settings = settings;
        this.catalogue = catalogue;
        Files.createDirectories(settings.folder());
        Files.createDirectories(settings.state());
    }

    Optional<Holding> find(UUID transfer) {
        return Optional.ofNullable(holdings.get(transfer));
    }

    /** What part of the files that it may fetch at a time it does fetch: 0 is none. */
    double shareOfTransfers() {
        long arriving = holdings.values().stream()
                .filter(holding -> holding.state() == Holding.State.ARRIVING)
                .count();
        return Math.min(1, (double) arriving / settings.transfers());
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
        Holding holding =
                new Holding(settings.state().resolve(request.transfer().toString()), request);
        long used = holdings.values().stream().mapToLong(Holding::room).sum();
        long wanted = holding.room();
        if (wanted > settings.quota() - used) {
            throw new IOException("quota reached: " + used + " of " + settings.quota() + " bytes are taken, and "
                    + request.file().name() + " needs " + wanted);
        }
        try {
            Files.createDirectories(holding.folder());
            HoldingFiles.keep(holding, signed);
        } catch (IOException e) {
            HoldingFiles.delete(holding.folder());
            throw e;
        }
        holdings.put(request.transfer(), holding);
        return holding;
    }

    /** Puts back what an earlier run had. */
    void restore(Holding holding) {
        holdings.put(holding.transfer(), holding);
        catalogue.renew(holdings.values());
    }

    /** Takes a holding away, with all that it has on the disk but what has appeared. */
    synchronized void drop(Holding holding) {
        holding.isGone();
        holdings.remove(holding.transfer(), holding);
        HoldingFiles.delete(holding.folder());
        catalogue.renew(holdings.values());
    }

    /** Lets appear what is to be active now, and removes what has expired. */
    synchronized void sweep(Instant now) {
        for (Holding holding : all()) {
            if (holding.state() != Holding.State.ARRIVING
                    && !now.isBefore(holding.file().expiry())) {
                expire(holding);
                continue;
            }
            try {
                appearIfDue(holding, now);
            } catch (IOException e) {
                holding.postpone(now.plus(PAUSE));
                LOG.log(
                        Level.ERROR,
                        holding.file().name() + " cannot appear in " + settings.folder() + "; tried again",
                        e);
            }
        }
    }

    /**
     * Lets something appear, if it is whole and its time has come.
     *
     * @throws IOException if the disk does not take it, or a folder has its name
     */
    private void appearIfDue(Holding holding, Instant now) throws IOException {
        if (!holding.isDue(now)) {
            return;
        }
        if (newerOf(holding).isPresent()) {
            LOG.log(
                    Level.INFO,
                    "{0} has been replaced before it appeared",
                    holding.file().name());
            drop(holding);
            return;
        }
        List<Holding> older = olderOf(holding);
        if (holding.isBundle()) {
            unpack(holding);
        } else {
            move(holding);
        }
        HoldingFiles.note(holding);
        older.forEach(this::replace);
        catalogue.renew(holdings.values());
        LOG.log(Level.INFO, "{0} has appeared", holding.file().name());
        givePiecesUp(holding);
    }

    /**
     * Something has come whole, and appears if its time has come; from now on {@link #sweep} looks after it.
     *
     * @throws IOException if it cannot appear
     */
    synchronized void arrived(Holding holding, Instant now) throws IOException {
        holding.postpone(Instant.MIN);
        appearIfDue(holding, now);
    }

    /** Nobody will ask for pieces of a transfer any more. */
    synchronized void isOver(Holding holding) {
        holding.isOver();
        givePiecesUp(holding);
    }

    /** What came as a bundle is there twice, until nobody needs the bundle. */
    private static void givePiecesUp(Holding holding) {
        if (holding.mayGivePiecesUp()) {
            try {
                Files.deleteIfExists(holding.whole());
            } catch (IOException e) {
                LOG.log(Level.WARNING, holding.whole() + " cannot be removed; it goes when it expires", e);
            }
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

    /** The bundle itself stays as long as others may fetch it. */
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
                Optional.of(file.pieces()),
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

    /** What a newer publication of the same name no longer has goes with the older one. */
    private void replace(Holding older) {
        for (PublishedFile file : older.appeared()) {
            boolean isNamedElsewhere =
                    others(older).anyMatch(other -> other.name().equals(file.name()));
            if (!isNamedElsewhere) {
                try {
                    Files.deleteIfExists(file.path());
                } catch (IOException e) {
                    LOG.log(Level.ERROR, file.path() + " was replaced and cannot be removed", e);
                }
            }
        }
        drop(older);
    }

    private void expire(Holding holding) {
        for (PublishedFile file : holding.appeared()) {
            Optional<PublishedFile> current = catalogue.find(file.name());
            if (current.isPresent() && current.get().digest().equals(file.digest()) && !isElsewhere(holding, file)) {
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

    /** The same file may have come with another bundle, too. */
    private boolean isElsewhere(Holding expiring, PublishedFile file) {
        return others(expiring)
                .anyMatch(other ->
                        other.name().equals(file.name()) && other.digest().equals(file.digest()));
    }

    /** What has appeared of all others. */
    private Stream<PublishedFile> others(Holding one) {
        return holdings.values().stream().filter(other -> other != one).flatMap(other -> other.appeared().stream());
    }
}
