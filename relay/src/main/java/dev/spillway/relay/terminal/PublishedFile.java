/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import dev.spillway.relay.request.Pieces;
import dev.spillway.relay.request.Sha256;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A file that has appeared here.
 *
 * @param name plain, never a path
 * @param path where it is, absolute
 * @param type MIME type
 * @param digest of the whole
 * @param since when it appeared, the same at all terminals: its activation time
 * @param expiry when it is removed
 * @param pieces with their digests; empty for what came in a bundle
 * @param copies the same file at other terminals, best first; empty as long as no main server has told
 */
public record PublishedFile(
        String name,
        Path path,
        String type,
        long bytes,
        Sha256 digest,
        Instant since,
        Instant expiry,
        Optional<Pieces> pieces,
        List<Copy> copies) {
    /**
     * The file at another terminal.
     *
     * @param url where clients get it
     * @param rank 1 is the best of all that have it, by measurement
     * @param load of that terminal when it was last heard of: 0 is idle, 1 is full
     */
    public record Copy(URI url, int rank, double load) {}

    public PublishedFile {
        copies = List.copyOf(copies);
    }
}
