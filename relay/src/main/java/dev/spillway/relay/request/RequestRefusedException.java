/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

/** A transport request that must not be followed. The message holds nothing secret and nothing that the sender could choose at length. */
public final class RequestRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** Not a request at all, cut off, or longer than it says. */
        MALFORMED,
        /** A version of the form that this terminal does not know. */
        VERSION,
        /** Signed by a main server that this terminal was not told about. */
        UNKNOWN_SIGNER,
        /** Not signed by who it says. */
        SIGNATURE,
        /** Signed, but a value is out of its bounds. */
        BOUNDS,
        /** Issued in the future. */
        NOT_YET,
        /** Lapsed. */
        TOO_LATE
    }

    private final Reason reason;

    RequestRefusedException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    RequestRefusedException(Reason reason, String message) {
        this(reason, message, null);
    }

    public Reason reason() {
        return reason;
    }
}
