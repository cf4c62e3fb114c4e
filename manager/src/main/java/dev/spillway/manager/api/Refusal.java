/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.time.Duration;

/**
 * There is no place for a download now.
 *
 * @param reason why
 * @param retryAfter when to ask again: an estimate, of whole seconds, from what is left to send and the measured rate
 */
public record Refusal(Reason reason, Duration retryAfter) implements AdmitAnswer {
    /** Why there is no place. */
    public enum Reason {
        /** All places are taken, those in the queue, too. */
        FULL,

        /** The manager takes no more for now; see {@link DownloadManager#setDraining}. */
        DRAINING,

        /** The manager is stopping, or a loop of it has failed. It will take no more. */
        STOPPING
    }
}
