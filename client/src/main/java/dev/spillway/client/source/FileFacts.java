/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.source;

import dev.spillway.client.digest.Checksum;
import dev.spillway.client.http.Validators;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a server says about the file (B2).
 *
 * @param size bytes, where it was told
 * @param ranges whether the server has shown that it can give a part
 * @param validators names of the state of the file, good on this server only
 * @param digest checksum of the whole
 * @param proposedName as the server wrote it; not safe to use as it is
 * @param mirrors further places of the same file, the best first
 * @param metalinks Metalink files about it
 */
public record FileFacts(
        OptionalLong size,
        boolean ranges,
        Validators validators,
        Optional<Checksum> digest,
        Optional<String> proposedName,
        List<URI> mirrors,
        List<URI> metalinks) {
    /** Size alone, as FTP tells it. */
    static FileFacts sized(long size, Validators validators) {
        return new FileFacts(
                OptionalLong.of(size), true, validators, Optional.empty(), Optional.empty(), List.of(), List.of());
    }
}
