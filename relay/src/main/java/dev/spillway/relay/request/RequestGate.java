/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

import dev.spillway.relay.request.RequestRefusedException.Reason;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets only those transport requests in that one of the known main servers has signed, that are in time, and whose values are in their bounds. Nothing of the
 * content is looked at before the signature fits. Safe for use by any number of threads.
 */
public final class RequestGate {
    /** How far the clocks of a main server and a terminal may differ. */
    public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final Map<ByteBuffer, PublicKey> signers = new HashMap<>();
    private final Clock clock;

    /**
     * For one terminal.
     *
     * @param mainServers Ed25519 keys of the main servers that it obeys
     */
    public RequestGate(Collection<PublicKey> mainServers, Clock clock) {
        mainServers.forEach(key -> signers.put(ByteBuffer.wrap(RequestSigner.id(key)), key));
        this.clock = clock;
    }

    /** The request, if it may be followed. */
    public TransportRequest admit(byte[] received) throws RequestRefusedException {
        TransportRequest request = recall(received);
        Instant now = clock.instant();
        if (request.issued().isAfter(now.plus(CLOCK_SKEW))) {
            throw new RequestRefusedException(Reason.NOT_YET, "issued at " + request.issued() + ", now is " + now);
        }
        if (!request.lapses().isAfter(now)) {
            throw new RequestRefusedException(Reason.TOO_LATE, "lapsed at " + request.lapses() + ", now is " + now);
        }
        return request;
    }

    /** A request that was admitted before and has been kept: all is checked but the time. */
    public TransportRequest recall(byte[] received) throws RequestRefusedException {
        Envelope envelope = Envelope.open(received);
        PublicKey key = signers.get(ByteBuffer.wrap(envelope.signer()));
        if (key == null) {
            throw new RequestRefusedException(Reason.UNKNOWN_SIGNER, "signed by no main server that is known here");
        }
        if (!isSigned(envelope, key)) {
            throw new RequestRefusedException(Reason.SIGNATURE, "the signature does not fit");
        }
        return read(envelope);
    }

    private static boolean isSigned(Envelope envelope, PublicKey key) {
        try {
            Signature signature = Signature.getInstance(RequestSigner.ALGORITHM);
            signature.initVerify(key);
            signature.update(Envelope.signed(envelope.signer(), envelope.request()));
            return signature.verify(envelope.signature());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static TransportRequest read(Envelope envelope) throws RequestRefusedException {
        try {
            return RequestCodec.read(envelope.request());
        } catch (IllegalArgumentException e) {
            throw new RequestRefusedException(Reason.BOUNDS, e.getMessage(), e);
        }
    }
}
