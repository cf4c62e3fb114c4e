/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.time.Duration;
import java.util.Map;

/**
 * What a manager grants, each of them 0 for no limit, and all of them changeable while it runs by {@link
 * DownloadManager#setLimits}. Rates are bytes per second, heads of answers included. Where several limits hold for a
 * download, the narrowest counts.
 *
 * @param bytesPerSecond of all downloads together
 * @param clientBytesPerSecond of all downloads of one client together, however many there are
 * @param downloadBytesPerSecond of each download that has no limit of its own in its {@link Terms}
 * @param limitAfter bytes of each download that are sent before {@link #downloadBytesPerSecond} sets in
 * @param clientDownloads most downloads of one client at once; more of them wait for their turn
 * @param fileDownloads most downloads of one file at once; more of them wait for their turn
 * @param isByUser whether downloads of an authenticated user count as those of one client, whatever the address
 * @param minBytesPerSecond a client that takes less, over {@link #minRateWindow}, is given up; time during which the
 *     manager itself holds the download back does not count
 * @param minRateWindow 1 s to 1 h
 * @param rules bytes per second of all downloads of a rule together, by {@link Terms#rule}; up to 1,000
 */
public record Limits(
        long bytesPerSecond,
        long clientBytesPerSecond,
        long downloadBytesPerSecond,
        long limitAfter,
        int clientDownloads,
        int fileDownloads,
        boolean isByUser,
        long minBytesPerSecond,
        Duration minRateWindow,
        Map<String, Long> rules) {
    private static final int MAX_RULES = 1000;

    /** No limits. */
    public static final Limits NONE = new Limits(0, 0, 0, 0, 0, 0, false, 0, Duration.ofSeconds(30), Map.of());

    public Limits {
        checkRate("bytesPerSecond", bytesPerSecond);
        checkRate("clientBytesPerSecond", clientBytesPerSecond);
        checkRate("downloadBytesPerSecond", downloadBytesPerSecond);
        checkRate("limitAfter", limitAfter);
        checkRate("clientDownloads", clientDownloads);
        checkRate("fileDownloads", fileDownloads);
        checkRate("minBytesPerSecond", minBytesPerSecond);
        Settings.checkRange("minRateWindow", minRateWindow, Duration.ofSeconds(1), Duration.ofHours(1), "30s");
        rules = Map.copyOf(rules);
        Settings.checkRange("rules", rules.size(), 0, MAX_RULES, "3");
        rules.forEach((rule, rate) -> checkRate("rule " + rule, rate));
    }

    public Limits withBytesPerSecond(long value) {
        return new Limits(
                value,
                clientBytesPerSecond,
                downloadBytesPerSecond,
                limitAfter,
                clientDownloads,
                fileDownloads,
                isByUser,
                minBytesPerSecond,
                minRateWindow,
                rules);
    }

    public Limits withClientBytesPerSecond(long value) {
        return new Limits(
                bytesPerSecond,
                value,
                downloadBytesPerSecond,
                limitAfter,
                clientDownloads,
                fileDownloads,
                isByUser,
                minBytesPerSecond,
                minRateWindow,
                rules);
    }

    /**
     * The same with another limit of each download.
     *
     * @param rate 0 for none
     * @param after bytes that are sent before it sets in
     */
    public Limits withDownloadBytesPerSecond(long rate, long after) {
        return new Limits(
                bytesPerSecond,
                clientBytesPerSecond,
                rate,
                after,
                clientDownloads,
                fileDownloads,
                isByUser,
                minBytesPerSecond,
                minRateWindow,
                rules);
    }

    /** The same with other numbers of downloads at once, of one client and of one file. */
    public Limits withDownloads(int ofClient, int ofFile) {
        return new Limits(
                bytesPerSecond,
                clientBytesPerSecond,
                downloadBytesPerSecond,
                limitAfter,
                ofClient,
                ofFile,
                isByUser,
                minBytesPerSecond,
                minRateWindow,
                rules);
    }

    /** The same with clients told apart by user, where there is one, or by address alone. */
    public Limits withByUser(boolean value) {
        return new Limits(
                bytesPerSecond,
                clientBytesPerSecond,
                downloadBytesPerSecond,
                limitAfter,
                clientDownloads,
                fileDownloads,
                value,
                minBytesPerSecond,
                minRateWindow,
                rules);
    }

    public Limits withMinBytesPerSecond(long rate, Duration window) {
        return new Limits(
                bytesPerSecond,
                clientBytesPerSecond,
                downloadBytesPerSecond,
                limitAfter,
                clientDownloads,
                fileDownloads,
                isByUser,
                rate,
                window,
                rules);
    }

    public Limits withRules(Map<String, Long> value) {
        return new Limits(
                bytesPerSecond,
                clientBytesPerSecond,
                downloadBytesPerSecond,
                limitAfter,
                clientDownloads,
                fileDownloads,
                isByUser,
                minBytesPerSecond,
                minRateWindow,
                value);
    }

    /** Bytes per second of all downloads of a rule together, 0 for no limit. */
    public long ruleBytesPerSecond(String rule) {
        return rules.getOrDefault(rule, 0L);
    }

    /** Whether any rate is limited. */
    public boolean hasRates() {
        return bytesPerSecond > 0
                || clientBytesPerSecond > 0
                || downloadBytesPerSecond > 0
                || rules.values().stream().anyMatch(rate -> rate > 0);
    }

    /** Refuses a number that is less than 0, with an {@link IllegalArgumentException}. */
    public static void checkRate(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + "=" + value + " is less than 0; 0 is no limit");
        }
    }
}
