/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 digest. */
public final class Sha256 {
    public static final int BYTES = 32;

    private final byte[] value;

    private Sha256(byte[] value) {
        if (value.length != BYTES) {
            throw new IllegalArgumentException("a SHA-256 digest has 32 bytes, not " + value.length);
        }
        this.value = value;
    }

    public static Sha256 of(byte[] digest) {
        return new Sha256(digest.clone());
    }

    /** Of some bytes. */
    public static Sha256 over(byte[] content) {
        return new Sha256(start().digest(content));
    }

    /** A new computation. */
    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    public byte[] bytes() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sha256 that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /** Hexadecimal, as {@code sha256sum} prints it. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(value);
    }
}
