/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.Failure;
import dev.spillway.client.api.Progress;
import dev.spillway.client.digest.Checksum;
import dev.spillway.client.source.RangeStream;
import dev.spillway.client.source.SourceException;
import dev.spillway.client.store.PartialFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A file whose length the server does not tell: one link, from the first byte to the last, and no going on later. */
final class UnsizedDownload {
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final long REPORT_NANOS = 300_000_000;
    private static final long PAUSE_MILLIS = 100;

    private final Job job;
    private final Control control;
    private final Server server;
    private final PartialFile file;
    private final Optional<Checksum> checksum;
    private long reportedNanos;

    UnsizedDownload(Job job, Control control, Server server, PartialFile file, Optional<Checksum> checksum) {
        this.job = job;
        this.control = control;
        this.server = server;
        this.file = file;
        this.checksum = checksum;
    }

    /** Writes all bytes of the stream to the file and checks them. */
    void run(RangeStream in) throws DownloadException, IOException, InterruptedException {
        if (!in.isDelimited() && !job.options().undelimited() && checksum.isEmpty()) {
            throw new DownloadException(
                    Failure.SERVER_MISBEHAVED,
                    server.name()
                            + " does not say where the file ends, so a broken connection would look like the end: "
                            + "give a checksum, or allow files without a length");
        }
        MessageDigest digest = checksum.map(sum -> sum.algorithm().start()).orElse(null);
        file.beginUnsized();
        copy(in, digest);
        if (checksum.isPresent() && !checksum.get().matches(digest)) {
            throw new DownloadException(
                    Failure.CHECKSUM_MISMATCH, "the file does not fit its checksum " + checksum.get());
        }
    }

    private void copy(RangeStream in, MessageDigest digest)
            throws DownloadException, IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long position = 0;
        for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
            if (position + read > job.options().maxBytes()) {
                throw new DownloadException(
                        Failure.TOO_LARGE,
                        "the file is larger than the " + job.options().maxBytes() + " bytes allowed");
            }
            file.write(ByteBuffer.wrap(buffer, 0, read), position);
            position += read;
            server.meter().add(read);
            if (digest != null) {
                digest.update(buffer, 0, read);
            }
            report();
        }
    }

    private int read(RangeStream in, byte[] buffer) throws DownloadException, InterruptedException {
        while (control.isPaused() && !control.isCancelled()) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        if (control.isCancelled() || control.isDropped(server.name())) {
            throw new DownloadException(Failure.CANCELLED, "cancelled; the file has to be fetched from its beginning");
        }
        boolean slow = server.meter().age() > 2 * RateMeter.windowSeconds()
                && server.meter().rate() < job.options().lowestRate()
                && server.meter().total() > 0;
        if (slow) {
            throw new DownloadException(
                    Failure.NETWORK,
                    server.name() + " was too slow: below " + job.options().lowestRate() + " B/s");
        }
        try {
            return fill(in, buffer);
        } catch (SourceException e) {
            throw new DownloadException(e.failure(), String.valueOf(e.getMessage()), e);
        }
    }

    /** Collects small reads, so that tiny chunks do not become tiny writes. */
    private static int fill(RangeStream in, byte[] buffer) throws SourceException {
        long begin = System.nanoTime();
        int filled = 0;
        while (filled < buffer.length && System.nanoTime() - begin < REPORT_NANOS) {
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                return filled == 0 ? -1 : filled;
            }
            filled += read;
        }
        return filled;
    }

    private void report() {
        if (System.nanoTime() - reportedNanos > REPORT_NANOS) {
            reportedNanos = System.nanoTime();
            job.listener().progress(progress());
        }
    }

    Progress progress() {
        return new Progress(
                OptionalLong.empty(),
                server.meter().total(),
                server.meter().rate(),
                List.of(),
                List.of(server.progress(1)),
                control.isPaused());
    }
}
