/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** Signs transport requests for a main server, with Ed25519 (RFC 8032). Safe for use by any number of threads. */
public final class RequestSigner {
    static final String ALGORITHM = "Ed25519";

    private final PrivateKey key;
    private final byte[] id;

    public RequestSigner(KeyPair keys) {
        this.key = keys.getPrivate();
        this.id = id(keys.getPublic());
    }

    /** New keys for a main server. */
    public static KeyPair newKeys() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime from 15 on has " + ALGORITHM, e);
        }
    }

    /** A public key as it stands in configurations: X.509, base64. */
    public static String text(PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /**
     * Reads it again.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static PublicKey publicKey(String text) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the key of " + text.length()
                            + " characters is none of a main server: give what it prints at its start",
                    e);
        }
    }

    /** The request in a signed one of our own, without a look at the signature. */
    public static TransportRequest read(byte[] signed) throws RequestRefusedException {
        return RequestCodec.read(Envelope.open(signed).request());
    }

    /** By which a terminal finds the key again. */
    static byte[] id(PublicKey key) {
        return Arrays.copyOf(Sha256.over(key.getEncoded()).bytes(), Envelope.SIGNER_BYTES);
    }

    /** The request as it travels. */
    public byte[] sign(TransportRequest request) {
        byte[] body = RequestCodec.write(request);
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(Envelope.signed(id, body));
            return Envelope.seal(id, signature.sign(), body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of the main server cannot sign", e);
        }
    }
}
