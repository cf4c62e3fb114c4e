/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.Failure;
import dev.spillway.client.api.Progress;
import dev.spillway.client.api.ProgressListener;
import dev.spillway.client.digest.Checksum;
import dev.spillway.client.digest.PieceChecksums;
import dev.spillway.client.engine.Control;
import dev.spillway.client.engine.DownloadRun;
import dev.spillway.client.engine.Job;
import dev.spillway.client.metalink.Metalink;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One file from one or more servers (B1).
 *
 * <pre>{@code
 * try (DownloadClient client = new DownloadClient(DownloadOptions.builder().build())) {
 *     Path file = Download.builder(client, URI.create("https://example.org/big.iso"))
 *             .mirror(URI.create("https://mirror.example.net/big.iso"))
 *             .output(Path.of("big.iso"))
 *             .build()
 *             .run();
 * }
 * }</pre>
 *
 * <p>While it runs the bytes are in {@code NAME.part}, and {@code NAME.part.journal} says which; a later download with the same output goes on from them.
 * {@code NAME} itself appears, or is replaced, only when the file is complete and fits every checksum that is known. All methods may be called from any
 * thread.
 */
public final class Download {
    private final DownloadRun run;
    private final Control control = new Control();
    private final AtomicBoolean started = new AtomicBoolean();

    private Download(Job job) {
        this.run = new DownloadRun(job, control);
    }

    public static Builder builder(DownloadClient client, URI primary) {
        return new Builder(client, primary);
    }

    /** Collects what a download needs to know; {@link #build} checks it. */
    public static final class Builder {
        private final DownloadClient client;
        private final List<URI> locations = new ArrayList<>();
        private Path output = Path.of("");
        private Optional<Checksum> checksum = Optional.empty();
        private Optional<PieceChecksums> pieces = Optional.empty();
        private ProgressListener listener = ProgressListener.NONE;

        private Builder(DownloadClient client, URI primary) {
            this.client = client;
            this.locations.add(primary);
        }

        /** A further server; it is used only if it shows that it has the same file. */
        public Builder mirror(URI location) {
            locations.add(location);
            return this;
        }

        /** The file to make, or a directory in which it gets the name that the server proposes; default is the working directory. */
        public Builder output(Path path) {
            output = path;
            return this;
        }

        /** Checksum that the whole file must have. */
        public Builder checksum(Checksum wanted) {
            checksum = Optional.of(wanted);
            return this;
        }

        /** Mirrors and checksums from a Metalink document; what was given otherwise goes before it. */
        public Builder metalink(Metalink metalink) {
            locations.addAll(metalink.locations());
            checksum = checksum.or(metalink::checksum);
            pieces = metalink.pieces();
            return this;
        }

        public Builder listener(ProgressListener observer) {
            listener = observer;
            return this;
        }

        /**
         * Checks everything; nothing is sent yet.
         *
         * @throws IllegalArgumentException for a URL that is not one of HTTP or FTP
         */
        public Download build() {
            List<URI> distinct = locations.stream().distinct().toList();
            distinct.forEach(uri -> client.sources().source(uri).close());
            Path path = output.toAbsolutePath();
            return new Download(new Job(
                    distinct, path, checksum, pieces, client.options(), listener, client.sources(), client.ranking()));
        }
    }

    /**
     * Fetches the file; returns when it is there.
     *
     * @return its path
     * @throws DownloadException if the file cannot be had, or the download was cancelled
     * @throws InterruptedException if the thread was interrupted; the next download of the file goes on
     * @throws IllegalStateException on a second call
     */
    public Path run() throws DownloadException, InterruptedException {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("a download runs once: build another");
        }
        return run.run();
    }

    /** Lets {@link #run} end with {@link Failure#CANCELLED}. The partial file stays, and the next download of the file goes on from it. */
    public void cancel() {
        control.cancel();
    }

    /** Ends all transfers until {@link #resume}; what was received stays. */
    public void pause() {
        control.pause(true);
    }

    /** Goes on after {@link #pause}. */
    public void resume() {
        control.pause(false);
    }

    /**
     * Takes nothing more from a server (B6).
     *
     * @param name as in {@link Progress.Server#name}
     */
    public void dropServer(String name) {
        control.dropServer(name);
    }

    /**
     * Ends a transfer; the rest of its portion goes on from the very byte elsewhere (B6).
     *
     * @param id as in {@link Progress.Link#id}
     */
    public void dropLink(int id) {
        control.dropLink(id);
    }

    /** The state of the download; empty before the file was identified. */
    public Optional<Progress> progress() {
        return run.progress();
    }
}
