/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.digest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A checksum of a file or of a piece of it. */
public final class Checksum {
    /** Names of the IANA registries for Metalink hashes and HTTP digests to those of the Java runtime. */
    private static final Map<String, Algorithm> NAMES = Map.of(
            "md5", Algorithm.MD5,
            "sha", Algorithm.SHA1,
            "sha-1", Algorithm.SHA1,
            "sha1", Algorithm.SHA1,
            "sha-256", Algorithm.SHA256,
            "sha256", Algorithm.SHA256,
            "sha-384", Algorithm.SHA384,
            "sha-512", Algorithm.SHA512,
            "sha512", Algorithm.SHA512);

    /** Weakest first. MD5 and SHA-1 find accidents, not forgeries; they are used where nothing better is known. */
    public enum Algorithm {
        MD5("MD5", 16),
        SHA1("SHA-1", 20),
        SHA256("SHA-256", 32),
        SHA384("SHA-384", 48),
        SHA512("SHA-512", 64);

        private final String javaName;
        private final int bytes;

        Algorithm(String javaName, int bytes) {
            this.javaName = javaName;
            this.bytes = bytes;
        }

        /** By one of its usual names, such as {@code sha-256}; empty if we do not know it. */
        public static Optional<Algorithm> named(String name) {
            return Optional.ofNullable(NAMES.get(name.strip().toLowerCase(Locale.ROOT)));
        }

        /** A new computation. */
        public MessageDigest start() {
            try {
                return MessageDigest.getInstance(javaName);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java runtime has " + javaName, e);
            }
        }
    }

    private final Algorithm algorithm;
    private final byte[] value;

    private Checksum(Algorithm algorithm, byte[] value) {
        if (value.length != algorithm.bytes) {
            throw new IllegalArgumentException(
                    "a " + algorithm.javaName + " checksum has " + algorithm.bytes + " bytes, not " + value.length);
        }
        this.algorithm = algorithm;
        this.value = value;
    }

    /** From hexadecimal digits, as in Metalink files and in the output of {@code sha256sum}. */
    public static Checksum ofHex(Algorithm algorithm, String hex) {
        return new Checksum(algorithm, HexFormat.of().parseHex(hex.strip().toLowerCase(Locale.ROOT)));
    }

    /** From Base64, as in HTTP header fields. */
    public static Checksum ofBase64(Algorithm algorithm, String base64) {
        return new Checksum(algorithm, Base64.getDecoder().decode(base64.strip()));
    }

    /** From {@code ALGORITHM=HEX}, as on the command line. */
    public static Checksum parse(String text) {
        int equals = text.indexOf('=');
        Optional<Algorithm> algorithm = equals < 0 ? Optional.empty() : Algorithm.named(text.substring(0, equals));
        if (algorithm.isEmpty()) {
            throw new IllegalArgumentException("checksum " + text
                    + " is not understood: give ALGORITHM=HEX with md5, sha-1, sha-256, sha-384 or sha-512");
        }
        return ofHex(algorithm.get(), text.substring(equals + 1));
    }

    public Algorithm algorithm() {
        return algorithm;
    }

    /** Whether a computation of the same algorithm has come to this value; the computation is used up. */
    public boolean matches(MessageDigest computed) {
        return Arrays.equals(value, computed.digest());
    }

    /** Whether two statements about the same bytes contradict each other: same algorithm and another value. */
    public boolean contradicts(Checksum other) {
        return algorithm == other.algorithm && !Arrays.equals(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checksum that && algorithm == that.algorithm && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return algorithm.javaName.toLowerCase(Locale.ROOT) + "="
                + HexFormat.of().formatHex(value);
    }
}
