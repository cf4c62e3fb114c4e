/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.Failure;
import dev.spillway.client.api.Progress;
import dev.spillway.client.source.FileFacts;
import dev.spillway.client.store.JournalState;
import dev.spillway.client.store.PartialFile;
import dev.spillway.client.store.SafeName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One download from the first question to the finished file. If the file changes on the way, everything begins anew with its new state; if the server on
 * which it was identified dies, another takes its place; both a few times at most.
 */
public final class DownloadRun {
    private static final int MOST_STARTS = 4;

    private final Job job;
    private final Control control;
    private final List<URI> locations;
    private volatile Supplier<Optional<Progress>> progress = Optional::empty;

    public DownloadRun(Job job, Control control) {
        this.job = job.guarded();
        this.control = control;
        this.locations = new ArrayList<>(job.locations());
    }

    /** The state of the download; empty before the file was identified. */
    public Optional<Progress> progress() {
        return progress.get();
    }

    /**
     * Fetches the file.
     *
     * @return the path of the finished file
     */
    public Path run() throws DownloadException, InterruptedException {
        try {
            Path file = fetch();
            job.listener().finished(file, progress().orElseThrow());
            return file;
        } catch (IOException e) {
            throw told(new DownloadException(Failure.LOCAL_FILE, describe(e), e));
        } catch (DownloadException e) {
            throw told(e);
        }
    }

    private DownloadException told(DownloadException e) {
        job.listener().failed(e);
        return e;
    }

    /** The message of a file system exception is often no more than the path. */
    private static String describe(IOException e) {
        String kind = e.getClass().getSimpleName().replace("Exception", "");
        return e instanceof FileSystemException ? kind + ": " + e.getMessage() : String.valueOf(e.getMessage());
    }

    private Path fetch() throws DownloadException, IOException, InterruptedException {
        Optional<Reference> asked = Optional.empty();
        Path target = job.output();
        if (Files.isDirectory(target)) {
            asked = Optional.of(identify(Optional.empty()));
            target = target.resolve(name(asked.get()));
        }
        try (PartialFile file = PartialFile.open(target)) {
            for (int start = 1; ; start++) {
                try {
                    fetch(file, asked);
                    job.listener().received();
                    file.finish();
                    return target;
                } catch (DownloadException e) {
                    prepareNext(file, e, start);
                }
                asked = Optional.empty();
            }
        } finally {
            asked.ifPresent(reference -> reference.open().close());
        }
    }

    private Reference identify(Optional<JournalState> left) throws DownloadException, InterruptedException {
        return new Identification(
                        job, control, uri -> new Server(0, job.sources().source(uri), job.options()))
                .find(locations, left);
    }

    private static String name(Reference reference) {
        return SafeName.of(reference
                .open()
                .facts()
                .proposedName()
                .orElse(reference.server().source().uri().getPath()));
    }

    private void fetch(PartialFile file, Optional<Reference> asked)
            throws DownloadException, IOException, InterruptedException {
        Optional<JournalState> left = file.left().filter(state -> !state.have().isEmpty());
        Reference reference;
        if (asked.isPresent() && left.isEmpty()) {
            reference = asked.get();
        } else {
            asked.ifPresent(old -> old.open().close());
            reference = identify(left);
        }
        FileFacts facts = reference.open().facts();
        if (facts.size().orElse(0) > job.options().maxBytes()) {
            reference.open().close();
            throw new DownloadException(
                    Failure.TOO_LARGE,
                    "the file has " + facts.size().getAsLong() + " bytes, more than the "
                            + job.options().maxBytes() + " allowed");
        }
        if (facts.size().isEmpty()) {
            fetchUnsized(file, reference);
        } else {
            fetchSized(file, reference, left);
        }
    }

    private void fetchSized(PartialFile file, Reference reference, Optional<JournalState> left)
            throws DownloadException, IOException, InterruptedException {
        Reference next = reference;
        Optional<ShortDownload> small = left.isPresent() ? Optional.empty() : ShortDownload.of(job, control, reference);
        if (small.isPresent()) {
            progress = () -> Optional.of(small.get().progress());
            int got = small.get().run(file);
            if (got == reference.open().facts().size().getAsLong()) {
                return;
            }
            next = new Reference(reference.server(), reference.open(), got);
        }
        Assembly assembly = new Assembly(job, control, file, locations, next);
        progress = () -> Optional.of(assembly.progress());
        assembly.run(left);
    }

    private void fetchUnsized(PartialFile file, Reference reference)
            throws DownloadException, IOException, InterruptedException {
        UnsizedDownload download = new UnsizedDownload(
                job,
                control,
                reference.server(),
                file,
                job.checksum().or(() -> reference.open().facts().digest()));
        progress = () -> Optional.of(download.progress());
        try (var in = reference.open()) {
            download.run(in);
        }
    }

    /** Makes ready for another start, or throws if there shall be none. */
    private void prepareNext(PartialFile file, DownloadException e, int start) throws DownloadException, IOException {
        boolean last = start == MOST_STARTS;
        switch (e.failure()) {
            case FILE_CHANGED, NO_RANGES -> {
                file.forget();
                if (last) {
                    throw e;
                }
                job.listener().event(e.getMessage() + ": everything is fetched again");
            }
            case NETWORK, SERVER_BUSY, NOT_FOUND, ACCESS_DENIED, SERVER_MISBEHAVED, TLS -> {
                if (last || locations.size() == 1) {
                    throw e;
                }
                Collections.rotate(locations, -1);
            }
            case CHECKSUM_MISMATCH -> {
                file.forget();
                throw e;
            }
            default -> throw e;
        }
    }
}
