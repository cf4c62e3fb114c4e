/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.Failure;
import dev.spillway.client.api.Progress;
import dev.spillway.client.digest.Checksum;
import dev.spillway.client.source.FileFacts;
import dev.spillway.client.source.RangeStream;
import dev.spillway.client.source.SourceException;
import dev.spillway.client.store.PartialFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A small file that comes whole with the first answer, taken by the thread that asked: links, plan and journal would cost more than its bytes. If it does not
 * come soon, or the server breaks off, the rest is left to the usual way.
 */
final class ShortDownload {
    private static final long LONGEST_NANOS = 300_000_000;

    private final Job job;
    private final Control control;
    private final Reference reference;
    private final int size;

    private ShortDownload(Job job, Control control, Reference reference, int size) {
        this.job = job;
        this.control = control;
        this.reference = reference;
        this.size = size;
    }

    /** Empty if the file is too large for it, or needs more than one look at its end. */
    static Optional<ShortDownload> of(Job job, Control control, Reference reference) {
        FileFacts facts = reference.open().facts();
        long size = facts.size().orElse(Long.MAX_VALUE);
        boolean whole = reference.start() == 0 && reference.open().end() >= size;
        boolean pieces = job.pieces().isPresent() || !facts.metalinks().isEmpty();
        return size <= PartialFile.SMALL_BYTES && whole && !pieces
                ? Optional.of(new ShortDownload(job, control, reference, (int) size))
                : Optional.empty();
    }

    /**
     * Writes to the file what comes soon.
     *
     * @return the number of bytes, all from the beginning of the file; if that is its size, it is right as well
     * @throws DownloadException if it does not fit its checksum
     */
    int run(PartialFile file) throws DownloadException, IOException {
        file.forget();
        byte[] bytes = new byte[size];
        int got = receive(bytes);
        file.write(ByteBuffer.wrap(bytes, 0, got), 0);
        if (got == size) {
            verify(bytes);
            job.ranking().measured(server().name(), server().record());
            reference.open().close();
            server().source().close();
        }
        return got;
    }

    private int receive(byte[] bytes) {
        RangeStream in = reference.open();
        long end = System.nanoTime() + LONGEST_NANOS;
        int got = 0;
        control.interruptBy(in::abort);
        try {
            while (got < size && System.nanoTime() < end && !control.wantsAttention()) {
                int read = in.read(bytes, got, size - got);
                server().meter().add(read);
                got += read;
            }
        } catch (SourceException e) {
            // The link that goes on from here finds the same, and knows what to do.
            in.abort();
        } finally {
            control.interruptBy(null);
        }
        return got;
    }

    private void verify(byte[] bytes) throws DownloadException {
        Optional<Checksum> wanted = job.checksum().isPresent()
                ? job.checksum()
                : reference.open().facts().digest();
        if (wanted.isPresent()) {
            MessageDigest digest = wanted.get().algorithm().start();
            digest.update(bytes);
            if (!wanted.get().matches(digest)) {
                throw mismatch(wanted.get());
            }
        }
    }

    static DownloadException mismatch(Checksum wanted) {
        return new DownloadException(
                Failure.CHECKSUM_MISMATCH, "the file does not fit its checksum " + wanted + ": it is not kept");
    }

    private Server server() {
        return reference.server();
    }

    Progress progress() {
        return new Progress(
                OptionalLong.of(size),
                server().meter().total(),
                server().meter().rate(),
                List.of(),
                List.of(server().progress(1)),
                control.isPaused());
    }
}
