/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The file that is distributed.
 *
 * @param name a plain name, never a path, 1 to 200 bytes
 * @param type its MIME type, printable ASCII, 1 to 100 bytes
 * @param digest of the whole
 * @param activation not to appear under its name before; whole seconds
 * @param expiry to be removed then; after the activation
 * @param compression of the pieces on their way
 * @param key by which pieces are encrypted on their way, where the route is not trusted
 */
public record FileSpec(
        String name,
        String type,
        Sha256 digest,
        Pieces pieces,
        Instant activation,
        Instant expiry,
        Compression compression,
        Optional<PieceKey> key) {

    /** How pieces are made shorter on their way; the names stand in requests. */
    public enum Compression {
        NONE,
        ZSTD
    }

    /** Refuses with an {@link IllegalArgumentException} what is not a plain, visible name of 1 to 200 bytes. */
    public static void checkName(String name) {
        Bounds.checkFileName(name);
    }

    public FileSpec {
        Bounds.checkFileName(name);
        Bounds.checkLength("type", type, 1, 100);
        if (!type.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("the type is not printable ASCII");
        }
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(pieces, "pieces");
        Objects.requireNonNull(compression, "compression");
        Objects.requireNonNull(key, "key");
        if (!Bounds.wholeSeconds(activation) || !Bounds.wholeSeconds(expiry) || !expiry.isAfter(activation)) {
            throw new IllegalArgumentException(
                    "active from " + activation + " to " + expiry + ": want whole seconds, the end after the begin");
        }
    }
}
