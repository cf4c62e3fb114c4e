/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.metalink;

import dev.spillway.client.digest.Checksum;
import dev.spillway.client.digest.PieceChecksums;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file as a Metalink document describes it (RFC 5854 section 4.1.2).
 *
 * @param name as the document gives it; not safe to use as it is
 * @param size bytes, where told
 * @param locations places of the file with a scheme that we know, best priority first
 * @param checksum the strongest of the whole file
 * @param pieces the strongest of its pieces
 */
public record Metalink(
        String name,
        OptionalLong size,
        List<URI> locations,
        Optional<Checksum> checksum,
        Optional<PieceChecksums> pieces) {}
