/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.Progress;
import dev.spillway.client.digest.Checksum;
import dev.spillway.client.digest.PieceChecksums;
import dev.spillway.client.store.PartialFile;
import dev.spillway.client.store.Span;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** The bytes of one state of a file of known length, from the first link to the last checksum. */
final class SizedDownload {
    private final Job job;
    private final PartialFile file;
    private final PortionPlan plan;
    private final Roster roster;
    private final Transfer transfer;
    private final Known known;
    private final Optional<PieceCheck> pieces;

    /**
     * What is known of the file.
     *
     * @param size bytes
     * @param pieces fit the size
     */
    record Known(long size, Optional<Checksum> checksum, Optional<PieceChecksums> pieces) {}

    SizedDownload(Job job, PartialFile file, PortionPlan plan, Roster roster, Transfer transfer, Known known) {
        this.job = job;
        this.file = file;
        this.plan = plan;
        this.roster = roster;
        this.transfer = transfer;
        this.known = known;
        this.pieces = known.pieces().map(some -> new PieceCheck(transfer, roster, file, some, known.size()));
    }

    /** Returns when every byte is in the file and, as far as checksums are known, right. */
    void run() throws DownloadException, IOException, InterruptedException {
        try {
            fetch();
            if (pieces.isPresent()) {
                pieces.get().check();
            }
            if (known.checksum().isPresent() && !fitsChecksum()) {
                mendWhole();
            }
        } finally {
            // A link that has not noticed yet that all is over must not write into what comes after.
            plan.close();
        }
    }

    private void fetch() throws DownloadException, InterruptedException {
        Keeper keeper = new Keeper(transfer, file, pieces);
        if (known.size() > PartialFile.SMALL_BYTES) {
            keeper.start();
        }
        try {
            transfer.run();
        } finally {
            keeper.stop();
            roster.all().stream()
                    .filter(server -> server.meter().total() > 0)
                    .forEach(server -> job.ranking().measured(server.name(), server.record()));
        }
    }

    private boolean fitsChecksum() throws IOException {
        Checksum wanted = known.checksum().orElseThrow();
        MessageDigest digest = wanted.algorithm().start();
        FileBytes.each(file, 0, known.size(), digest::update);
        return wanted.matches(digest);
    }

    /** Nobody knows which bytes are wrong. Those from the reference are trusted most, so all others are fetched again from there. */
    private void mendWhole() throws DownloadException, IOException, InterruptedException {
        List<Span> doubtful = plan.haveWithin(0, known.size()).stream()
                .filter(span -> span.owner() != roster.reference().id())
                .toList();
        if (pieces.isPresent() || doubtful.isEmpty() || roster.reference().state() == Progress.State.DROPPED) {
            throw mismatch();
        }
        transfer.report("the file does not fit its checksum: what came from other servers than "
                + roster.reference().name() + " is fetched again from there");
        roster.all().stream()
                .filter(server -> !roster.isReference(server))
                .forEach(server -> transfer.drop(server, "the file did not fit its checksum"));
        for (Span span : doubtful) {
            file.journal().lost(span.start(), span.end());
            plan.reopen(span.start(), span.end());
        }
        fetch();
        if (!fitsChecksum()) {
            throw mismatch();
        }
    }

    private DownloadException mismatch() {
        return ShortDownload.mismatch(known.checksum().orElseThrow());
    }
}
