/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.serve;

/** A request that is not granted; the message goes to whoever asked. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * A refusal.
     *
     * @param status from 400 on
     */
    public RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
