/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.api;

/** A download ended without the file. What was fetched stays beside the target, so that a later download can go on from there. */
public final class DownloadException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Failure failure;

    public DownloadException(Failure failure, String message, Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    public DownloadException(Failure failure, String message) {
        this(failure, message, null);
    }

    public Failure failure() {
        return failure;
    }
}
