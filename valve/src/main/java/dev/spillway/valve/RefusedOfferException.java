/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

/** What the application wants to be sent may not be sent, or can't be; the client is told by a status. */
final class RefusedOfferException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * Refuses an offer.
     *
     * @param status of the answer, 400 to 599
     * @param message for the log: what, why, and what to do about it
     */
    RefusedOfferException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
