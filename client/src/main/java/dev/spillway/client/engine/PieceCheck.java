/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.Failure;
import dev.spillway.client.digest.Checksum;
import dev.spillway.client.digest.PieceChecksums;
import dev.spillway.client.source.SourceException;
import dev.spillway.client.store.PartialFile;
import dev.spillway.client.store.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Compares each piece that is complete with its checksum. A bad one alone is fetched again, whole from one server at a time, and then shows which server had
 * sent the wrong bytes. Used by one thread.
 */
final class PieceCheck {
    private static final int STEP_BYTES = 1 << 20;

    private record Suspect(Span span, long crc) {}

    private final Transfer transfer;
    private final Roster roster;
    private final PartialFile file;
    private final PieceChecksums pieces;
    private final long size;
    private final BitSet good = new BitSet();

    PieceCheck(Transfer transfer, Roster roster, PartialFile file, PieceChecksums pieces, long size) {
        this.transfer = transfer;
        this.roster = roster;
        this.file = file;
        this.pieces = pieces;
        this.size = size;
    }

    /** Whether every piece was found right. */
    boolean isThrough() {
        return good.cardinality() == pieces.values().size();
    }

    /** Checks the pieces that have become complete, and mends the bad ones. */
    void check() throws DownloadException, IOException, InterruptedException {
        int count = pieces.values().size();
        for (int piece = good.nextClearBit(0); piece < count; piece = good.nextClearBit(piece + 1)) {
            Span span = span(piece);
            if (transfer.plan().has(span.start(), span.end())) {
                if (!isRight(piece, span)) {
                    mend(piece, span);
                }
                good.set(piece);
            }
        }
    }

    private Span span(int piece) {
        long start = piece * pieces.pieceBytes();
        return new Span(start, Math.min(start + pieces.pieceBytes(), size), Span.NOBODY);
    }

    private boolean isRight(int piece, Span span) throws IOException {
        Checksum wanted = pieces.values().get(piece);
        MessageDigest digest = wanted.algorithm().start();
        FileBytes.each(file, span.start(), span.end(), digest::update);
        return wanted.matches(digest);
    }

    private void mend(int piece, Span span) throws DownloadException, IOException, InterruptedException {
        List<Suspect> suspects = suspects(span);
        transfer.report(
                "bytes " + span.start() + " to " + (span.end() - 1) + " do not fit their checksum: fetched again");
        file.journal().lost(span.start(), span.end());
        for (Server server : healers(suspects)) {
            if (fetch(server, span)) {
                if (isRight(piece, span)) {
                    transfer.plan().replace(span.start(), span.end(), server.id());
                    file.journal().have(span.start(), span.end(), server.id());
                    accuse(suspects);
                    return;
                }
                transfer.drop(server, "it sent bytes that do not fit their checksum");
            }
        }
        throw new DownloadException(
                Failure.CHECKSUM_MISMATCH,
                "bytes " + span.start() + " to " + (span.end() - 1) + " do not fit their checksum from any server");
    }

    private List<Suspect> suspects(Span piece) throws IOException {
        List<Suspect> suspects = new ArrayList<>();
        for (Span span : transfer.plan().haveWithin(piece.start(), piece.end())) {
            suspects.add(new Suspect(span, crc(span)));
        }
        return suspects;
    }

    /** The reference first; those that sent the whole bad piece last, for a transfer may have spoiled it. */
    private List<Server> healers(List<Suspect> suspects) {
        List<Server> healers = new ArrayList<>(roster.working());
        if (healers.remove(roster.reference())) {
            healers.add(0, roster.reference());
        }
        if (suspects.size() == 1) {
            int sole = suspects.get(0).span().owner();
            List<Server> guilty =
                    healers.stream().filter(server -> server.id() == sole).toList();
            healers.removeAll(guilty);
            healers.addAll(guilty);
        }
        return healers;
    }

    private boolean fetch(Server server, Span span) throws IOException, InterruptedException {
        long position = span.start();
        try {
            while (position < span.end()) {
                int length = (int) Math.min(STEP_BYTES, span.end() - position);
                byte[] bytes = ShortRange.read(server.source(), position, length, transfer.options());
                file.write(ByteBuffer.wrap(bytes), position);
                position += length;
            }
            return true;
        } catch (SourceException e) {
            transfer.report(String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** Whoever sent other bytes than the right ones is dropped. */
    private void accuse(List<Suspect> suspects) throws IOException {
        for (Suspect suspect : suspects) {
            if (crc(suspect.span()) != suspect.crc()) {
                roster.all().stream()
                        .filter(server -> server.id() == suspect.span().owner())
                        .forEach(server -> transfer.drop(server, "it sent bytes that do not fit their checksum"));
            }
        }
    }

    private long crc(Span span) throws IOException {
        CRC32C crc = new CRC32C();
        FileBytes.each(file, span.start(), span.end(), crc::update);
        return crc.getValue();
    }
}
