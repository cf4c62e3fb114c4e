/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

/** What a download is doing. */
public enum DownloadState {
    /** It waits for its turn; nothing is sent yet. */
    QUEUED,

    /** It is sent as fast as the client takes it. */
    SENDING,

    /** It waits because a limit of the rate holds it back, or until its bytes have come from the disk. */
    HELD_BACK,

    /** It waits until somebody lets it go on; see {@link DownloadManager#pause}. */
    PAUSED
}
