/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

/**
 * A manager as JMX shows it. Counts are since the start of the manager; gauges are of this moment, and already history
 * when they are read.
 */
public interface DownloadManagerMXBean {
    /** Downloads that were handed over and wait for their turn. */
    int getQueueLength();

    /** Downloads that are being sent. */
    int getActiveDownloads();

    /** Connections whose answer is sent and whose client has not closed yet. */
    int getLingeringConnections();

    /** Distinct files that are open for sending. */
    int getOpenFiles();

    /** Downloads that were handed over. */
    long getTotalDownloads();

    /** Bytes accepted by the sockets of clients, heads included. */
    long getBytesSent();

    /** Downloads that ended as {@link Outcome#COMPLETED}. */
    long getCompleted();

    /** Downloads that ended as {@link Outcome#CLIENT_GONE}. */
    long getClientGone();

    /** Downloads that ended as {@link Outcome#STALLED}. */
    long getStalled();

    /** Downloads that ended as {@link Outcome#FILE_CHANGED}. */
    long getFileChanged();

    /** Downloads that ended as {@link Outcome#CUT_BY_STOP}. */
    long getCutByStop();

    /** Downloads that ended as {@link Outcome#FAILED}. */
    long getFailed();
}
