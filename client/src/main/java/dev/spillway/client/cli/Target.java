/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import dev.spillway.client.digest.Checksum;
import dev.spillway.client.metalink.Metalink;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file that the command line asks for.
 *
 * @param locations the first is the primary server's
 * @param output file, or directory in which the server's name for it is used
 */
record Target(List<URI> locations, Path output, Optional<Checksum> checksum, Optional<Metalink> metalink) {
    /** How the user knows it; nothing secret. */
    String name() {
        Path last = output.getFileName();
        String path = String.valueOf(locations.get(0).getPath());
        String fromUrl = path.substring(path.lastIndexOf('/') + 1);
        boolean named = last != null && !Files.isDirectory(output);
        return named ? last.toString() : fromUrl.isEmpty() ? locations.get(0).getHost() : fromUrl;
    }
}
