/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

/** How a download ended. Every download that a manager took over ends with exactly one of these. */
public enum Outcome {
    /** Every byte was accepted by the socket of the client. */
    COMPLETED,

    /** The client closed or reset the connection before it had everything. */
    CLIENT_GONE,

    /** The client took no byte within the stall timeout. */
    STALLED,

    /** The client took bytes, but fewer than the least rate asks for; see {@link Limits#minBytesPerSecond}. */
    TOO_SLOW,

    /** The download waited for its turn for as long as is allowed; the client was told so by a 503 and to come again. */
    WAITED_TOO_LONG,

    /** Somebody ended the download by {@link DownloadManager#cancel}. */
    CANCELLED,

    /** The file became shorter while it was being sent; the client sees a cut connection, never a complete answer. */
    FILE_CHANGED,

    /** The manager was stopped, and the drain time was over before the download was. */
    CUT_BY_STOP,

    /** The file could not be read, or the manager itself failed. */
    FAILED
}
