/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.Failure;
import dev.spillway.client.api.Progress;
import dev.spillway.client.source.RangeStream;
import dev.spillway.client.source.SourceException;
import dev.spillway.client.source.Sources;
import dev.spillway.client.store.FileIdentity;
import dev.spillway.client.store.JournalState;
import dev.spillway.client.store.Span;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Finds the first server that answers for the file (B2): the primary one or, if it is dead, the next. The question is a request for the first bytes that
 * are missing, so that its answer is not wasted.
 */
final class Identification {
    /** So much is asked for along with the question: a small file comes with its first answer. */
    static final long FIRST_BYTES = 4 << 20;

    private static final long ROUND_MILLIS = 50;

    private final Job job;
    private final Control control;
    private final Function<URI, Server> servers;

    /**
     * @param servers makes the server of a URL
     */
    Identification(Job job, Control control, Function<URI, Server> servers) {
        this.job = job;
        this.control = control;
        this.servers = servers;
    }

    /**
     * Asks the servers in turn, again and again as long as one of them may answer yet.
     *
     * @param left what an earlier run has left; the answer is then refused if the file has changed
     * @throws DownloadException with the failure of the primary server if none answers
     */
    Reference find(List<URI> locations, Optional<JournalState> left) throws DownloadException, InterruptedException {
        long begin = System.nanoTime();
        List<Server> asked = locations.stream().map(servers).toList();
        connectToMirrors(locations);
        while (true) {
            for (Server server : asked) {
                if (control.isCancelled()) {
                    throw new DownloadException(Failure.CANCELLED, "cancelled before any server had answered");
                }
                double now = (System.nanoTime() - begin) / 1e9;
                if (server.wantedLinks(now, 0) > 0 || server.state() == Progress.State.STANDBY) {
                    Optional<Reference> found = ask(server, left, begin);
                    if (found.isPresent()) {
                        return found.get();
                    }
                }
            }
            if (asked.stream().allMatch(server -> server.state() == Progress.State.DROPPED)) {
                SourceException e = asked.get(0).failure();
                throw new DownloadException(e.failure(), String.valueOf(e.getMessage()), e);
            }
            TimeUnit.MILLISECONDS.sleep(ROUND_MILLIS);
        }
    }

    /** Those that will be taken in first are connected to while the primary server thinks: with TLS and a long way that saves them several round trips. */
    private void connectToMirrors(List<URI> locations) {
        locations.stream()
                .skip(1)
                .sorted(Comparator.comparing(Sources::server, job.ranking().order()))
                .limit(job.options().servers() - 1L)
                .forEach(mirror ->
                        Threads.start("spillway-connect", job.sources().source(mirror)::prepare));
    }

    private Optional<Reference> ask(Server server, Optional<JournalState> left, long begin)
            throws DownloadException, InterruptedException {
        server.state(Progress.State.ACTIVE);
        try {
            long start = 0;
            long end = FIRST_BYTES;
            if (left.isPresent()) {
                FileIdentity identity = left.get().identity();
                if (FileIdentity.fingerprint(server.source().uri()).equals(identity.source())) {
                    server.source().expect(identity.size(), identity.validators());
                }
                Span missing = missing(left.get());
                start = missing.start();
                end = Math.min(missing.end(), start + FIRST_BYTES);
            }
            RangeStream open = server.source().open(start, end);
            server.responded(open.responseTime());
            return Optional.of(new Reference(server, open, start));
        } catch (SourceException e) {
            if (left.isPresent() && isAnotherFile(e)) {
                throw new DownloadException(Failure.FILE_CHANGED, String.valueOf(e.getMessage()), e);
            }
            job.listener().event(String.valueOf(e.getMessage()));
            server.failed(e, (System.nanoTime() - begin) / 1e9, false);
            return Optional.empty();
        }
    }

    /** What is to be asked for: the first bytes that are missing or, if only the last checks are, the last byte. */
    private static Span missing(JournalState left) {
        long size = left.identity().size();
        List<Span> gaps = left.have().gaps(0, size);
        return gaps.isEmpty() ? new Span(size - 1, size, Span.NOBODY) : gaps.get(0);
    }

    /** On going on, a server that refuses the range or sends the whole file has another one, or cannot give parts. */
    private static boolean isAnotherFile(SourceException e) {
        return e.failure() == Failure.FILE_CHANGED
                || e.failure() == Failure.NO_RANGES
                || e.failure() == Failure.SERVER_MISBEHAVED;
    }
}
