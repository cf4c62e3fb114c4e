/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;

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
