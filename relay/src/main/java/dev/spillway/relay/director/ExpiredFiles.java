/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.relay.conf.MainSettings;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Removes from a main server what it has for publications alone, when the last of them has expired: bundles, and files that {@code publish} has uploaded. What an
 * administrator has put into the store stays.
 */
final class ExpiredFiles {
    /** Second names of what was uploaded, so that it is known again, also after somebody has put another file in its place. */
    private static final String UPLOADS = "uploads";

    /** Bundles that nobody has published by then were left by a main server that was killed. */
    private static final Duration LONGEST_PREPARATION = Duration.ofDays(1);

    private static final Logger LOG = System.getLogger(ExpiredFiles.class.getName());

    private final Office office;

    ExpiredFiles(Office office) {
        this.office = office;
    }

    /** Notes that a file of the store was uploaded. */
    static void noteUpload(MainSettings settings, Path stored) throws IOException {
        Path folder = Files.createDirectories(settings.state().resolve(UPLOADS));
        Path second = folder.resolve(stored.getFileName());
        Files.deleteIfExists(second);
        Files.createLink(second, stored);
    }

    /** Removes what has expired. */
    void sweep(Instant now) {
        MainSettings settings = office.settings();
        Map<String, Instant> expiries = office.publications().expiries();
        try {
            for (Path bundle : list(settings.state(), "*" + Origin.BUNDLE_FILE)) {
                Instant expiry = expiries.get(Origin.textOfBundle(bundle));
                if (expiry == null ? made(bundle).plus(LONGEST_PREPARATION).isBefore(now) : !expiry.isAfter(now)) {
                    remove(bundle);
                }
            }
            for (Path upload : list(settings.state().resolve(UPLOADS), "*")) {
                Path stored = settings.store().resolve(upload.getFileName());
                Instant expiry = expiries.get(
                        Origin.ofStore(upload.getFileName().toString()).text());
                // One that came under the same name after that is about to be published.
                if (expiry != null && !expiry.isAfter(now) && made(upload).isBefore(expiry)) {
                    if (Files.exists(stored) && Files.isSameFile(stored, upload)) {
                        remove(stored);
                    }
                    Files.deleteIfExists(upload);
                }
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "what has expired is not removed now; tried again", e);
        }
    }

    private static List<Path> list(Path folder, String names) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            var matcher = folder.getFileSystem().getPathMatcher("glob:" + names);
            return all.filter(path -> matcher.matches(path.getFileName())).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static Instant made(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }

    private static void remove(Path file) throws IOException {
        Files.deleteIfExists(file);
        LOG.log(Level.INFO, "{0} is removed, for what was published of it has expired", file);
    }
}
