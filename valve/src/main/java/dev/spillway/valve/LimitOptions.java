/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.QueueConfig;
import dev.spillway.manager.api.Settings;
import dev.spillway.valve.policy.DownloadRules;
import dev.spillway.valve.status.StatusValve;
import java.util.List;

/** The attributes that say how many downloads there are at once, who waits, and how fast they are sent. */
abstract class LimitOptions extends StatusValve {
    private String maxActive = "0";
    private String maxQueued = "10000";
    private String maxQueueWait = "60s";
    private String discipline = "fifo";
    private String overflow = "refuse";
    private String maxRate = "0";
    private String maxClientRate = "0";
    private String maxDownloadRate = "0";
    private String limitAfter = "0";
    private String maxClientDownloads = "0";
    private String maxFileDownloads = "0";
    private String clientIs = "address";
    private String minRate = "0";
    private String minRateWindow = "30s";
    private String rules = "";

    // What the attributes mean. All of these throw an IllegalArgumentException that says what is wrong.

    final QueueConfig queueConfig() {
        return QueueConfig.defaults()
                .withMaxActive(number("maxActive", maxActive))
                .withMaxQueued(number("maxQueued", maxQueued))
                .withMaxWait(Settings.duration("maxQueueWait", maxQueueWait))
                .withDiscipline(discipline);
    }

    final Limits limits() {
        return Limits.NONE
                .withBytesPerSecond(Settings.bytes("maxRate", maxRate))
                .withClientBytesPerSecond(Settings.bytes("maxClientRate", maxClientRate))
                .withDownloadBytesPerSecond(
                        Settings.bytes("maxDownloadRate", maxDownloadRate), Settings.bytes("limitAfter", limitAfter))
                .withDownloads(
                        number("maxClientDownloads", maxClientDownloads), number("maxFileDownloads", maxFileDownloads))
                .withByUser(isChosen("clientIs", clientIs, "user", "address"))
                .withMinBytesPerSecond(
                        Settings.bytes("minRate", minRate), Settings.duration("minRateWindow", minRateWindow))
                .withRules(downloadRules().bytesPerSecond());
    }

    final DownloadRules downloadRules() {
        return DownloadRules.parse("rules", rules);
    }

    /** Whether a download for which there is no place is refused; else Tomcat sends it. */
    final boolean isOverflowRefused() {
        return isChosen("overflow", overflow, "refuse", "tomcat");
    }

    final String describeLimits() {
        return "maxActive=\"" + maxActive + "\" maxQueued=\"" + maxQueued + "\" maxQueueWait=\"" + maxQueueWait
                + "\" discipline=\"" + discipline + "\" overflow=\"" + overflow + "\" maxRate=\"" + maxRate
                + "\" maxClientRate=\"" + maxClientRate + "\" maxDownloadRate=\"" + maxDownloadRate
                + "\" limitAfter=\"" + limitAfter + "\" maxClientDownloads=\"" + maxClientDownloads
                + "\" maxFileDownloads=\"" + maxFileDownloads + "\" clientIs=\"" + clientIs + "\" minRate=\"" + minRate
                + "\" minRateWindow=\"" + minRateWindow + "\" rules=\"" + rules + "\"";
    }

    /** Whether it is the first of two words, rather than the second. */
    private static boolean isChosen(String name, String text, String yes, String no) {
        String word = text.strip();
        if (!List.of(yes, no).contains(word)) {
            throw new IllegalArgumentException(
                    name + "=\"" + text + "\" is neither \"" + yes + "\" nor \"" + no + "\", such as \"" + yes + "\"");
        }
        return word.equals(yes);
    }

    private static int number(String name, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    name + "=\"" + text + "\" is not a number from 0 to 1000000, such as \"1000\"", e);
        }
    }

    // The attributes.

    public String getMaxActive() {
        return maxActive;
    }

    /** Most downloads at once, such as "1000"; "0" for as many as come. */
    public void setMaxActive(String maxActive) {
        this.maxActive = maxActive;
    }

    public String getMaxQueued() {
        return maxQueued;
    }

    /** Most downloads that wait for their turn; who comes then is refused. */
    public void setMaxQueued(String maxQueued) {
        this.maxQueued = maxQueued;
    }

    public String getMaxQueueWait() {
        return maxQueueWait;
    }

    /** Longest time, such as "60s", to wait for a turn. */
    public void setMaxQueueWait(String maxQueueWait) {
        this.maxQueueWait = maxQueueWait;
    }

    public String getDiscipline() {
        return discipline;
    }

    /** Who is next: "fifo", "smallest", "fair", "priority", or the name of a class. */
    public void setDiscipline(String discipline) {
        this.discipline = discipline;
    }

    public String getOverflow() {
        return overflow;
    }

    /** What becomes of a download for which there is no place: "refuse" or "tomcat". */
    public void setOverflow(String overflow) {
        this.overflow = overflow;
    }

    public String getMaxRate() {
        return maxRate;
    }

    /** Bytes per second, such as "100MiB", of all downloads together; "0" for no limit. */
    public void setMaxRate(String maxRate) {
        this.maxRate = maxRate;
    }

    public String getMaxClientRate() {
        return maxClientRate;
    }

    /** Bytes per second of all downloads of one client together; "0" for no limit. */
    public void setMaxClientRate(String maxClientRate) {
        this.maxClientRate = maxClientRate;
    }

    public String getMaxDownloadRate() {
        return maxDownloadRate;
    }

    /** Bytes per second of each download; "0" for no limit. */
    public void setMaxDownloadRate(String maxDownloadRate) {
        this.maxDownloadRate = maxDownloadRate;
    }

    public String getLimitAfter() {
        return limitAfter;
    }

    /** Bytes of a download that are sent before {@code maxDownloadRate} sets in. */
    public void setLimitAfter(String limitAfter) {
        this.limitAfter = limitAfter;
    }

    public String getMaxClientDownloads() {
        return maxClientDownloads;
    }

    /** Most downloads of one client at once; others wait. "0" for no limit. */
    public void setMaxClientDownloads(String maxClientDownloads) {
        this.maxClientDownloads = maxClientDownloads;
    }

    public String getMaxFileDownloads() {
        return maxFileDownloads;
    }

    /** Most downloads of one file at once; others wait. "0" for no limit. */
    public void setMaxFileDownloads(String maxFileDownloads) {
        this.maxFileDownloads = maxFileDownloads;
    }

    public String getClientIs() {
        return clientIs;
    }

    /** What tells clients apart: "address", or "user" where there is one. */
    public void setClientIs(String clientIs) {
        this.clientIs = clientIs;
    }

    public String getMinRate() {
        return minRate;
    }

    /** Bytes per second; a client that takes less over {@code minRateWindow} is given up. "0" for none. */
    public void setMinRate(String minRate) {
        this.minRate = minRate;
    }

    public String getMinRateWindow() {
        return minRateWindow;
    }

    /** Time, such as "30s", over which {@code minRate} is measured. */
    public void setMinRateWindow(String minRateWindow) {
        this.minRateWindow = minRateWindow;
    }

    public String getRules() {
        return rules;
    }

    /** Rules with limits and priorities of their own, such as "films(paths=/films/** rate=50MiB)". */
    public void setRules(String rules) {
        this.rules = rules;
    }
}
