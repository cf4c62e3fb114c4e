/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.api.ProgressListener;
import dev.spillway.client.digest.Checksum;
import dev.spillway.client.digest.PieceChecksums;
import dev.spillway.client.rank.ServerRanking;
import dev.spillway.client.source.Sources;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is to be fetched, and by what means.
 *
 * @param locations URLs of the file; the first is the primary server's
 * @param output file to make or, if it is a directory, where to make it under the name that the server proposes
 * @param checksum of the whole file, where the user knows it
 * @param pieces checksums of its pieces, where the user knows them
 */
public record Job(
        List<URI> locations,
        Path output,
        Optional<Checksum> checksum,
        Optional<PieceChecksums> pieces,
        DownloadOptions options,
        ProgressListener listener,
        Sources sources,
        ServerRanking ranking) {
    public Job {
        locations = List.copyOf(locations);
        if (locations.isEmpty()) {
            throw new IllegalArgumentException("no URL to fetch from: give at least one");
        }
    }

    /** The same with the listener made safe to call from anywhere. */
    Job guarded() {
        return new Job(locations, output, checksum, pieces, options, new Events(listener), sources, ranking);
    }
}
