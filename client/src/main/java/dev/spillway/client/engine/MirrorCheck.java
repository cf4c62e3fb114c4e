/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.Failure;
import dev.spillway.client.digest.Checksum;
import dev.spillway.client.source.FileFacts;
import dev.spillway.client.source.SourceException;
import java.util.Optional;

/**
 * Whether a server has the same file as the reference (B3). The size must be the same, and a checksum that it states must not be another. That is enough if
 * the checksum of the whole was stated and is the same, if the strong entity tag and the time of the last change are the same, or if every byte will be
 * checked against a checksum later anyway. Otherwise samples are compared.
 */
final class MirrorCheck {
    private final FileFacts reference;
    private final long size;
    private final Optional<Checksum> checksum;
    private final boolean checkedLater;
    private final Samples samples;

    /**
     * @param checksum of the whole file, where known
     * @param checkedLater whether wrong bytes of a server will be found by checksums of pieces
     */
    MirrorCheck(FileFacts reference, long size, Optional<Checksum> checksum, boolean checkedLater, Samples samples) {
        this.reference = reference;
        this.size = size;
        this.checksum = checksum;
        this.checkedLater = checkedLater;
        this.samples = samples;
    }

    /**
     * Judges a server.
     *
     * @param facts what it has said of the file
     * @throws SourceException if it has another file, cannot give parts of it, or fails
     */
    void verify(Server server, FileFacts facts) throws SourceException, InterruptedException {
        if (facts.size().isEmpty() || facts.size().getAsLong() != size) {
            throw other(
                    server,
                    "its size is "
                            + (facts.size().isEmpty() ? "unknown" : facts.size().getAsLong()) + ", not " + size);
        }
        if (!facts.ranges()) {
            throw new SourceException(Failure.NO_RANGES, server.name() + " cannot give parts of the file");
        }
        if (checksum.isPresent()
                && facts.digest().filter(checksum.get()::contradicts).isPresent()) {
            throw other(server, "it states another checksum");
        }
        if (!isProved(facts)) {
            samples.compare(server.source());
        }
    }

    private boolean isProved(FileFacts facts) {
        return checkedLater
                || (checksum.isPresent() && checksum.equals(facts.digest()))
                || (facts.validators().agree(reference.validators())
                        && !facts.validators().contradict(reference.validators()));
    }

    private static SourceException other(Server server, String how) {
        return new SourceException(Failure.FILE_CHANGED, server.name() + " has another file: " + how);
    }
}
