/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

/** A rule with a limit as JMX shows it; see {@link Limits#rules}. */
public interface DownloadRuleMBean {
    /** Name of the rule. */
    String getRule();

    /** Downloads of the rule that wait for their turn. */
    int getQueueLength();

    /** Downloads of the rule that are being sent. */
    int getActiveDownloads();

    /** Rate of all downloads of the rule together. */
    long getRate();

    /** Limit of all downloads of the rule together, 0 for none. */
    long getRateLimit();

    void setRateLimit(long bytesPerSecond);
}
