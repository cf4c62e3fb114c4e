/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.conf;

import java.nio.file.Path;
import java.util.Optional;

/**
 * TLS between nodes, as files in PEM form.
 *
 * @param certificate chain of this node, for one that runs by itself
 * @param key of the certificate
 * @param authorities whose certificates of other nodes are trusted; those of the runtime if there are none
 */
public record TlsFiles(Optional<Path> certificate, Optional<Path> key, Optional<Path> authorities) {
    /** Reads them. */
    public static TlsFiles read(Conf conf) {
        TlsFiles files = new TlsFiles(
                conf.text("tls.certificate").map(conf::path),
                conf.text("tls.key").map(conf::path),
                conf.text("tls.authorities").map(conf::path));
        if (files.certificate.isPresent() != files.key.isPresent()) {
            throw new IllegalArgumentException("tls.certificate and tls.key: give both, or none");
        }
        return files;
    }
}
