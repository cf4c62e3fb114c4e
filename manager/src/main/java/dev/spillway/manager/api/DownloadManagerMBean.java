/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import javax.management.openmbean.TabularData;

/**
 * A manager as JMX shows it. Counts are since the start of the manager; gauges are of this moment, and already history
 * when they are read. Rates are bytes per second, heads of answers included, and limits are 0 for none.
 *
 * <p>The table of downloads is the result of an operation and no attribute, because tools that collect metrics read all
 * attributes, and would make a series for each download. Its rows have the items {@code id}, {@code client}, {@code user},
 * {@code uri}, {@code file}, {@code range}, {@code rule}, {@code state} (a {@link DownloadState}), {@code length}, {@code
 * sent}, {@code offset}, {@code rate}, {@code remainingSeconds} (null if not known), {@code priority}, {@code limit} and
 * {@code started}; {@link DownloadView} says what they mean.
 */
public interface DownloadManagerMBean {
    /** Downloads that were handed over and wait for their turn. */
    int getQueueLength();

    /** Downloads that are being sent. */
    int getActiveDownloads();

    /** Connections whose answer is sent and whose client has not closed yet. */
    int getLingeringConnections();

    /** Distinct files that are open for sending. */
    int getOpenFiles();

    /** Bytes of memory that the process of Tomcat holds (its resident set), 0 where the system doesn't tell. */
    long getProcessMemory();

    /** The growth of that since there were no downloads last, for each download that is there; 0 if there is none. */
    long getProcessMemoryPerDownload();

    /** Selector threads. */
    int getLoops();

    /** Connections that the loop with the most of them has. */
    int getBusiestLoopConnections();

    /** Whether no more downloads are taken for now. */
    boolean isDraining();

    /** Rate of all downloads together over the last seconds. */
    long getRate();

    /** Downloads that were handed over. */
    long getTotalDownloads();

    /** Wishes for a download that got no place, because all were taken. */
    long getRefused();

    /** Bytes accepted by the sockets of clients, heads included. */
    long getBytesSent();

    /** Downloads that had to wait for their turn and got it. */
    long getWaited();

    /** Half of the last ones that had to wait waited no longer, in milliseconds; so with the next three. */
    long getWaitMedianMillis();

    /** Of the last ones that had to wait 95 in 100 waited no longer. */
    long getWaitP95Millis();

    /** Of the last ones that had to wait 99 in 100 waited no longer. */
    long getWaitP99Millis();

    /** The longest wait of the last ones that had to wait. */
    long getWaitMaxMillis();

    /** Times that the next bytes of a file were in memory. */
    long getColdReadHits();

    /** Times that a download had to wait until its next bytes were read from the disk. */
    long getColdReadMisses();

    /** Bytes that disk threads have read. */
    long getColdReadBytes();

    /** Downloads that ended as {@link Outcome#COMPLETED}. */
    long getCompleted();

    /** Downloads that ended as {@link Outcome#CLIENT_GONE}. */
    long getClientGone();

    /** Downloads that ended as {@link Outcome#STALLED}. */
    long getStalled();

    /** Downloads that ended as {@link Outcome#TOO_SLOW}. */
    long getTooSlow();

    /** Downloads that ended as {@link Outcome#WAITED_TOO_LONG}. */
    long getWaitedTooLong();

    /** Downloads that ended as {@link Outcome#CANCELLED}. */
    long getCancelled();

    /** Downloads that ended as {@link Outcome#FILE_CHANGED}. */
    long getFileChanged();

    /** Downloads that ended as {@link Outcome#CUT_BY_STOP}. */
    long getCutByStop();

    /** Downloads that ended as {@link Outcome#FAILED}. */
    long getFailed();

    /** Limit of all downloads together; see {@link Limits}, also for the others. */
    long getRateLimit();

    void setRateLimit(long bytesPerSecond);

    /** Limit of all downloads of one client together. */
    long getClientRateLimit();

    void setClientRateLimit(long bytesPerSecond);

    /** Limit of each download that has none of its own. */
    long getDownloadRateLimit();

    void setDownloadRateLimit(long bytesPerSecond);

    /** Most downloads of one client at once. */
    int getClientDownloadsLimit();

    void setClientDownloadsLimit(int downloads);

    /** Most downloads of one file at once. */
    int getFileDownloadsLimit();

    void setFileDownloadsLimit(int downloads);

    /** A queue longer than this is told of by a notification; 0 for never. */
    int getQueueMark();

    void setQueueMark(int downloads);

    /** The downloads that were handed over and have not ended, the oldest first. */
    TabularData downloads();

    /** The same of one client, by its address. */
    TabularData downloadsOfClient(String client);

    /** Ends a download; false if there is none of that id, here and with the next four. */
    boolean cancel(long id);

    /** Stops sending, and keeps connection and place. */
    boolean pause(long id);

    /** Goes on with a download that was paused. */
    boolean resume(long id);

    /** Gives a download a limit of its own, 0 for none. */
    boolean limit(long id, long bytesPerSecond);

    /** Gives a download another priority, from {@link Terms#MIN_PRIORITY} to {@link Terms#MAX_PRIORITY}. */
    boolean prioritize(long id, int priority);

    /** Takes no more downloads, and lets the running and the waiting ones end. */
    void drain();

    /** Takes downloads again after {@link #drain}. */
    void endDrain();
}
