/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.testing;

import dev.spillway.client.digest.Checksum;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Contents of test files. */
public final class Bytes {
    private Bytes() {}

    /** Bytes that look random and are the same for the same seed. */
    public static byte[] random(int count, long seed) {
        byte[] bytes = new byte[count];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    public static Checksum sha256(byte[] bytes) {
        byte[] digest = Checksum.Algorithm.SHA256.start().digest(bytes);
        return Checksum.ofHex(Checksum.Algorithm.SHA256, HexFormat.of().formatHex(digest));
    }
}
