/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

/**
 * The right to one download. Exactly one of {@link #begin} and {@link #giveUp} is to be called, once. A place in the queue
 * is used like any other: the download is begun and started, and its first byte is sent when its turn comes.
 */
public non-sealed interface Place extends AdmitAnswer {
    /** Whether the download will have to wait for its turn, as of the time of admission. */
    boolean isQueued();

    /**
     * Begins the download. The file belongs to it from here on.
     *
     * @param transfer what to send, of the file and under the terms that were admitted
     * @param listener told of the end; see there for what it may do
     * @throws IllegalStateException if the place was used or given up before
     */
    Download begin(Transfer transfer, TransferListener listener);

    /** Gives the place up: there will be no download. Does nothing if the place was used. */
    void giveUp();
}
