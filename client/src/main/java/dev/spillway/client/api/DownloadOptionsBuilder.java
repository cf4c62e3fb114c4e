/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Collects {@link DownloadOptions}; each method sets the option of the same name, {@link #build} checks them all. */
public final class DownloadOptionsBuilder {
    private int links = 16;
    private int linksPerServer = 4;
    private int servers = 4;
    private boolean adaptive = true;
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration answerTimeout = Duration.ofSeconds(15);
    private Duration stallTimeout = Duration.ofSeconds(6);
    private int attempts = 5;
    private Duration longestRetryAfter = Duration.ofMinutes(2);
    private long lowestRate = 1024;
    private double lowestShare = 0.05;
    private long maxBytes = Long.MAX_VALUE;
    private boolean undelimited = false;
    private Optional<String> proxy = Optional.empty();
    private Optional<Path> authorities = Optional.empty();
    private Optional<Path> netrc = Optional.empty();
    private Map<String, String> headers = Map.of();
    private Optional<Path> rankingFile = Optional.empty();

    DownloadOptionsBuilder() {}

    public DownloadOptionsBuilder links(int value) {
        links = value;
        return this;
    }

    public DownloadOptionsBuilder linksPerServer(int value) {
        linksPerServer = value;
        return this;
    }

    public DownloadOptionsBuilder servers(int value) {
        servers = value;
        return this;
    }

    public DownloadOptionsBuilder adaptive(boolean value) {
        adaptive = value;
        return this;
    }

    public DownloadOptionsBuilder connectTimeout(Duration value) {
        connectTimeout = value;
        return this;
    }

    public DownloadOptionsBuilder answerTimeout(Duration value) {
        answerTimeout = value;
        return this;
    }

    public DownloadOptionsBuilder stallTimeout(Duration value) {
        stallTimeout = value;
        return this;
    }

    public DownloadOptionsBuilder attempts(int value) {
        attempts = value;
        return this;
    }

    public DownloadOptionsBuilder longestRetryAfter(Duration value) {
        longestRetryAfter = value;
        return this;
    }

    public DownloadOptionsBuilder lowestRate(long value) {
        lowestRate = value;
        return this;
    }

    public DownloadOptionsBuilder lowestShare(double value) {
        lowestShare = value;
        return this;
    }

    public DownloadOptionsBuilder maxBytes(long value) {
        maxBytes = value;
        return this;
    }

    public DownloadOptionsBuilder undelimited(boolean value) {
        undelimited = value;
        return this;
    }

    public DownloadOptionsBuilder proxy(String value) {
        proxy = Optional.of(value);
        return this;
    }

    public DownloadOptionsBuilder authorities(Path value) {
        authorities = Optional.of(value);
        return this;
    }

    public DownloadOptionsBuilder netrc(Path value) {
        netrc = Optional.of(value);
        return this;
    }

    public DownloadOptionsBuilder headers(Map<String, String> value) {
        headers = value;
        return this;
    }

    public DownloadOptionsBuilder rankingFile(Path value) {
        rankingFile = Optional.of(value);
        return this;
    }

    /** Checks the options.
     *
     * @throws IllegalArgumentException naming the option, its value and its bounds
     */
    public DownloadOptions build() {
        return new DownloadOptions(
                links,
                linksPerServer,
                servers,
                adaptive,
                connectTimeout,
                answerTimeout,
                stallTimeout,
                attempts,
                longestRetryAfter,
                lowestRate,
                lowestShare,
                maxBytes,
                undelimited,
                proxy,
                authorities,
                netrc,
                headers,
                rankingFile);
    }
}
