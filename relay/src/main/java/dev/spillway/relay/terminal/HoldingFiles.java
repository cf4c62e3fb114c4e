/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import dev.spillway.relay.conf.TerminalSettings;
import dev.spillway.relay.request.RequestGate;
import dev.spillway.relay.request.RequestRefusedException;
import dev.spillway.relay.request.Sha256;
import dev.spillway.relay.request.TransportRequest;
import dev.spillway.relay.store.Bundle;
import dev.spillway.relay.store.PieceCutter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a holding.
 *
 * <pre>
 * request             as it was signed
 * NAME.part, ...      what is under way, see {@link dev.spillway.relay.store.PieceStore}
 * NAME                the whole, until it appears; a bundle stays until the transfer is over
 * appeared            what has appeared: a line "SHA-256 BYTES NAME" for each file
 * </pre>
 */
final class HoldingFiles {
    private static final Logger LOG = System.getLogger(HoldingFiles.class.getName());
    private static final String REQUEST = "request";
    private static final String APPEARED = "appeared";

    private HoldingFiles() {}

    /** Keeps a request in the place of an older one. */
    static void keep(Holding holding, byte[] signed) throws IOException {
        replace(holding.folder().resolve(REQUEST), signed);
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Notes what has appeared. */
    static void note(Holding holding) throws IOException {
        StringBuilder lines = new StringBuilder();
        holding.appeared()
                .forEach(file -> lines.append(file.digest())
                        .append(' ')
                        .append(file.bytes())
                        .append(' ')
                        .append(file.name())
                        .append('\n'));
        replace(holding.folder().resolve(APPEARED), lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A file that came out of a bundle. */
    static PublishedFile member(Holding holding, Path folder, Bundle.Member member) {
        String type = Optional.ofNullable(URLConnection.guessContentTypeFromName(member.name()))
                .orElse("application/octet-stream");
        return new PublishedFile(
                member.name(),
                folder.resolve(member.name()),
                type,
                member.bytes(),
                member.digest(),
                holding.file().activation(),
                holding.file().expiry(),
                Optional.empty(),
                List.of());
    }

    /** Finds what an earlier run has left; folders that hold nothing of use are removed. */
    static List<Holding> restore(TerminalSettings settings, RequestGate gate) throws IOException {
        List<Holding> found = new ArrayList<>();
        try (Stream<Path> folders = Files.list(settings.state())) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                try {
                    found.add(restore(folder, settings, gate));
                } catch (IOException | RequestRefusedException e) {
                    LOG.log(Level.WARNING, folder + " holds nothing to go on with, and is removed", e);
                    delete(folder);
                }
            }
        }
        return found;
    }

    private static Holding restore(Path folder, TerminalSettings settings, RequestGate gate)
            throws IOException, RequestRefusedException {
        TransportRequest request = gate.recall(Files.readAllBytes(folder.resolve(REQUEST)));
        Holding holding = new Holding(folder, request);
        if (Files.exists(folder.resolve(APPEARED))) {
            List<PublishedFile> files = appeared(folder, holding, settings);
            boolean bundle = holding.isBundle();
            holding.hasAppeared(
                    bundle
                            ? holding.whole()
                            : settings.folder().resolve(request.file().name()),
                    files);
        } else if (Files.exists(holding.whole())) {
            holding.isWhole();
        } else if (isMovedAlready(holding, settings)) {
            Path place = settings.folder().resolve(request.file().name());
            holding.hasAppeared(
                    place,
                    List.of(Shelf.describe(
                            holding,
                            request.file().name(),
                            place,
                            request.file().type())));
            note(holding);
        }
        return holding;
    }

    /** Killed between the file appearing and the note of it: no part of it is left here, and it has the right length there. */
    private static boolean isMovedAlready(Holding holding, TerminalSettings settings) throws IOException {
        Path place = settings.folder().resolve(holding.file().name());
        return !Files.exists(holding.folder().resolve(holding.file().name() + ".part"))
                && Files.isRegularFile(place)
                && Files.size(place) == holding.file().pieces().fileBytes()
                && digest(place).equals(holding.file().digest());
    }

    private static Sha256 digest(Path file) throws IOException {
        return PieceCutter.cut(file, PieceCutter.usualPieceBytes(Files.size(file)))
                .digest();
    }

    private static List<PublishedFile> appeared(Path folder, Holding holding, TerminalSettings settings)
            throws IOException {
        List<PublishedFile> files = new ArrayList<>();
        boolean bundle = holding.isBundle();
        for (String line : Files.readAllLines(folder.resolve(APPEARED))) {
            String[] parts = line.split(" ", 3);
            Sha256 digest = Sha256.of(HexFormat.of().parseHex(parts[0]));
            Bundle.Member member = new Bundle.Member(parts[2], Long.parseLong(parts[1]), digest);
            PublishedFile file = member(holding, settings.folder(), member);
            if (!Files.isRegularFile(file.path()) || Files.size(file.path()) != file.bytes()) {
                throw new NoSuchFileException(file.path() + " is gone, or another one");
            }
            files.add(
                    bundle
                            ? file
                            : Shelf.describe(
                                    holding,
                                    file.name(),
                                    file.path(),
                                    holding.file().type()));
        }
        return files;
    }

    /** Removes a folder with all that is in it. */
    static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // Gone already.
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, folder + " cannot be removed", e);
        }
    }
}
