/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.store;

import dev.spillway.client.store.PartialFile;
import dev.spillway.relay.request.Pieces;
import dev.spillway.relay.request.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.BitSet;

/** Reads back what a disk was given, and computes its digests. */
final class StoredDigests {
    private final PartialFile stored;
    private final Pieces pieces;
    private final ByteBuffer buffer = ByteBuffer.allocate(128 << 10);

    StoredDigests(PartialFile stored, Pieces pieces) {
        this.stored = stored;
        this.pieces = pieces;
    }

    Sha256 whole() throws IOException {
        return digest(0, pieces.fileBytes());
    }

    /** Pieces that do not fit their digests. */
    BitSet damaged() throws IOException {
        BitSet damaged = new BitSet();
        for (int piece = 0; piece < pieces.count(); piece++) {
            long start = pieces.start(piece);
            Sha256 digest = digest(start, start + pieces.length(piece));
            damaged.set(piece, !digest.equals(pieces.digests().get(piece)));
        }
        return damaged;
    }

    private Sha256 digest(long from, long to) throws IOException {
        MessageDigest digest = Sha256.start();
        for (long at = from; at < to; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), to - at));
            stored.read(buffer, at);
            digest.update(buffer.flip());
        }
        return Sha256.of(digest.digest());
    }
}
