/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

import dev.spillway.relay.request.RequestRefusedException.Reason;
import java.util.Arrays;

/**
 * A request as it travels, the same from terminal to terminal.
 *
 * <pre>
 * "SWR" 3 | version 1 | signer 8 | signature 64 | request (see {@link RequestCodec}) to the end
 * </pre>
 *
 * The signature is over magic, version, signer and request, so that none of them can be exchanged.
 */
final class Envelope {
    static final int VERSION = 1;
    static final int MOST_BYTES = 32 << 20;
    static final int SIGNER_BYTES = 8;
    static final int SIGNATURE_BYTES = 64;
    private static final byte[] MAGIC = {'S', 'W', 'R'};
    private static final int HEAD_BYTES = MAGIC.length + 1 + SIGNER_BYTES;

    private final byte[] signer;
    private final byte[] signature;
    private final byte[] request;

    private Envelope(byte[] signer, byte[] signature, byte[] request) {
        this.signer = signer;
        this.signature = signature;
        this.request = request;
    }

    static byte[] seal(byte[] signer, byte[] signature, byte[] request) {
        WireWriter out = head(signer);
        out.raw(signature);
        out.raw(request);
        return out.bytes();
    }

    /** What the signature is over. */
    static byte[] signed(byte[] signer, byte[] request) {
        WireWriter out = head(signer);
        out.raw(request);
        return out.bytes();
    }

    private static WireWriter head(byte[] signer) {
        WireWriter out = new WireWriter();
        out.raw(MAGIC);
        out.number(1, VERSION);
        out.raw(signer);
        return out;
    }

    static Envelope open(byte[] bytes) throws RequestRefusedException {
        if (bytes.length > MOST_BYTES) {
            throw new RequestRefusedException(Reason.MALFORMED, "longer than " + MOST_BYTES + " bytes");
        }
        if (bytes.length < HEAD_BYTES + SIGNATURE_BYTES
                || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new RequestRefusedException(Reason.MALFORMED, "not a transport request");
        }
        int version = bytes[MAGIC.length] & 0xff;
        if (version != VERSION) {
            throw new RequestRefusedException(
                    Reason.VERSION, "version " + version + "; this terminal knows " + VERSION);
        }
        return new Envelope(
                Arrays.copyOfRange(bytes, MAGIC.length + 1, HEAD_BYTES),
                Arrays.copyOfRange(bytes, HEAD_BYTES, HEAD_BYTES + SIGNATURE_BYTES),
                Arrays.copyOfRange(bytes, HEAD_BYTES + SIGNATURE_BYTES, bytes.length));
    }

    byte[] signer() {
        return signer;
    }

    byte[] signature() {
        return signature;
    }

    byte[] request() {
        return request;
    }
}
