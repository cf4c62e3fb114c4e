/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of downloads; {@link #builder} begins with the defaults.
 *
 * @param links links (transfers that run at the same time) in all, 1 to 256, default 16
 * @param linksPerServer links to one server, 1 to 64 and not above {@code links}, default 4; more than a few are unfriendly on servers of others
 * @param servers servers in use to begin with, 1 to 64, default 4
 * @param adaptive whether the numbers of links and servers follow the measured throughput (B7), default true; if not, every one of the
 *     {@code servers} gets {@code linksPerServer} links from the start
 * @param connectTimeout bound for getting a connection ready, 100 ms to 5 minutes, default 5 s
 * @param answerTimeout bound for the head of an answer, 100 ms to 5 minutes, default 15 s
 * @param stallTimeout silence after which a link counts as dead, 100 ms to 5 minutes, default 6 s
 * @param attempts failures in a row, without any progress between them, after which a server is given up, 1 to 100, default 5
 * @param longestRetryAfter how long a server that asks for patience is waited for when no other has work to do, 0 to 1 hour, default 2 minutes
 * @param lowestRate bytes a second below which a link is dropped (B5), 0 for never, default 1,024
 * @param lowestShare part of the mean rate of the other links below which a link is dropped, 0 to below 1, default 0.05
 * @param maxBytes largest file that is accepted, default no bound
 * @param undelimited whether a file may end where the connection ends, which cannot be told from a connection that broke; default false
 * @param proxy proxy for all servers, as {@code http://HOST:PORT} or {@code socks5://HOST:PORT}; without it the environment decides
 * @param authorities PEM file of the certificate authorities to trust; without it those of the Java runtime
 * @param netrc file with users and passwords by host
 * @param headers further header fields for requests over HTTP
 * @param rankingFile file in which measurements of servers are kept from run to run (B4)
 */
public record DownloadOptions(
        int links,
        int linksPerServer,
        int servers,
        boolean adaptive,
        Duration connectTimeout,
        Duration answerTimeout,
        Duration stallTimeout,
        int attempts,
        Duration longestRetryAfter,
        long lowestRate,
        double lowestShare,
        long maxBytes,
        boolean undelimited,
        Optional<String> proxy,
        Optional<Path> authorities,
        Optional<Path> netrc,
        Map<String, String> headers,
        Optional<Path> rankingFile) {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    public DownloadOptions {
        within("links", links, 1, 256);
        within("linksPerServer", linksPerServer, 1, 64);
        within("servers", servers, 1, 64);
        within("attempts", attempts, 1, 100);
        within("lowestRate", lowestRate, 0, Long.MAX_VALUE);
        within("maxBytes", maxBytes, 0, Long.MAX_VALUE);
        within("connectTimeout", connectTimeout, SHORTEST, LONGEST);
        within("answerTimeout", answerTimeout, SHORTEST, LONGEST);
        within("stallTimeout", stallTimeout, SHORTEST, LONGEST);
        within("longestRetryAfter", longestRetryAfter, Duration.ZERO, Duration.ofHours(1));
        if (linksPerServer > links) {
            throw new IllegalArgumentException(
                    "linksPerServer=" + linksPerServer + " is above links=" + links + ": raise links");
        }
        if (!(lowestShare >= 0 && lowestShare < 1)) {
            throw new IllegalArgumentException("lowestShare=" + lowestShare + " is outside 0 to below 1");
        }
        headers = Map.copyOf(headers);
    }

    private static void within(String name, long value, long lowest, long highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(name + "=" + value + " is outside " + lowest + " to " + highest);
        }
    }

    private static void within(String name, Duration value, Duration lowest, Duration highest) {
        if (value.compareTo(lowest) < 0 || value.compareTo(highest) > 0) {
            throw new IllegalArgumentException(name + "=" + value.toMillis() + " ms is outside " + lowest.toMillis()
                    + " to " + highest.toMillis() + " ms");
        }
    }

    public static DownloadOptionsBuilder builder() {
        return new DownloadOptionsBuilder();
    }
}
