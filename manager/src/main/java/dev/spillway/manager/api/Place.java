/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

/** The right to one download. Exactly one of the two methods is to be called, once. */
public interface Place {
    /**
     * Begins the download. The file belongs to it from here on.
     *
     * @param transfer what to send
     * @param listener told of the end; see there for what it may do
     * @throws IllegalStateException if the place was used or given up before
     */
    Download begin(Transfer transfer, TransferListener listener);

    /** Gives the place up: there will be no download. Does nothing if the place was used. */
    void giveUp();
}
