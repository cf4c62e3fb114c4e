/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;

/** The AES-256 key of one transfer. Never shows itself in logs. */
public final class PieceKey {
    static final int BYTES = 32;

    private final byte[] value;

    private PieceKey(byte[] value) {
        this.value = value;
    }

    /** A new one. */
    public static PieceKey random(SecureRandom random) {
        byte[] value = new byte[BYTES];
        random.nextBytes(value);
        return new PieceKey(value);
    }

    static PieceKey of(byte[] value) {
        return new PieceKey(value.clone());
    }

    byte[] bytes() {
        return value.clone();
    }

    /** For a cipher. */
    public SecretKeySpec forAes() {
        return new SecretKeySpec(value, "AES");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PieceKey that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "(a key)";
    }
}
