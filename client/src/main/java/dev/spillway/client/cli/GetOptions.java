/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.api.DownloadOptionsBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of the command that become {@link DownloadOptions}. */
final class GetOptions {
    @Option(
            names = {"-x", "--links-per-server"},
            paramLabel = "N",
            defaultValue = "4",
            description = "Links to one server at most (default ${DEFAULT-VALUE}).")
    private int linksPerServer;

    @Option(
            names = {"-s", "--links"},
            paramLabel = "N",
            defaultValue = "16",
            description = "Links in all at most (default ${DEFAULT-VALUE}).")
    private int links;

    @Option(
            names = "--servers",
            paramLabel = "N",
            defaultValue = "4",
            description = "Servers to begin with (default ${DEFAULT-VALUE}).")
    private int servers;

    @Option(names = "--fixed", description = "Use all links and servers from the start, whether they help or not.")
    private boolean fixed;

    @Option(
            names = "--lowest-rate",
            paramLabel = "BYTES",
            defaultValue = "1K",
            description = "Drop a link below so many bytes a second; 0 for never (default ${DEFAULT-VALUE}).")
    private String lowestRate;

    @Option(
            names = "--lowest-share",
            paramLabel = "PART",
            defaultValue = "0.05",
            description = "Drop a link below this part of the mean of the others (default ${DEFAULT-VALUE}).")
    private double lowestShare;

    @Option(
            names = "--connect-timeout",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "Bound for opening a connection (default ${DEFAULT-VALUE}).")
    private double connectSeconds;

    @Option(
            names = "--answer-timeout",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = "Bound for the head of an answer (default ${DEFAULT-VALUE}).")
    private double answerSeconds;

    @Option(
            names = "--stall-timeout",
            paramLabel = "SECONDS",
            defaultValue = "6",
            description = "Silence that ends a link (default ${DEFAULT-VALUE}).")
    private double stallSeconds;

    @Option(
            names = "--tries",
            paramLabel = "N",
            defaultValue = "5",
            description = "Failures in a row that a server may have (default ${DEFAULT-VALUE}).")
    private int attempts;

    @Option(
            names = "--max-retry-after",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "Longest wait that a server may ask for when no other has work (default ${DEFAULT-VALUE}).")
    private double retryAfterSeconds;

    @Option(names = "--max-filesize", paramLabel = "BYTES", description = "Refuse larger files.")
    private String maxBytes;

    @Option(names = "--allow-no-length", description = "Accept a file that ends where the connection ends.")
    private boolean undelimited;

    @Option(
            names = "--proxy",
            paramLabel = "URL",
            description = "http://HOST:PORT or socks5://HOST:PORT; otherwise http_proxy, https_proxy, all_proxy"
                    + " and no_proxy decide.")
    private String proxy;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "Trust these certificate authorities (PEM) instead of those of the Java runtime.")
    private Path authorities;

    @Option(
            names = "--netrc-file",
            paramLabel = "FILE",
            description = "Users and passwords by host (default ~/.netrc if it is there).")
    private Path netrc;

    @Option(names = "--no-netrc", description = "Do not read ~/.netrc.")
    private boolean noNetrc;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "LINE",
            description = "Send this header field, as \"Name: value\"; may be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--server-stat",
            paramLabel = "FILE",
            description = "Keep measurements of servers here (default in the user's cache directory).")
    private Path ranking;

    DownloadOptions build() {
        DownloadOptionsBuilder builder = DownloadOptions.builder()
                .links(Math.max(links, linksPerServer))
                .linksPerServer(linksPerServer)
                .servers(servers)
                .adaptive(!fixed)
                .lowestRate(Units.parseBytes(lowestRate))
                .lowestShare(lowestShare)
                .connectTimeout(seconds(connectSeconds))
                .answerTimeout(seconds(answerSeconds))
                .stallTimeout(seconds(stallSeconds))
                .longestRetryAfter(seconds(retryAfterSeconds))
                .attempts(attempts)
                .undelimited(undelimited)
                .headers(headerFields())
                .rankingFile(ranking == null ? defaultRanking() : ranking);
        Optional.ofNullable(maxBytes).map(Units::parseBytes).ifPresent(builder::maxBytes);
        Optional.ofNullable(proxy).ifPresent(builder::proxy);
        Optional.ofNullable(authorities).ifPresent(builder::authorities);
        netrc().ifPresent(builder::netrc);
        return builder.build();
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private Map<String, String> headerFields() {
        Map<String, String> fields = new HashMap<>();
        for (String line : headers) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("a header field needs the form \"Name: value\"");
            }
            fields.put(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        return fields;
    }

    private Optional<Path> netrc() {
        Path usual = Path.of(System.getProperty("user.home"), ".netrc");
        return Optional.ofNullable(netrc)
                .or(() -> noNetrc || !Files.isReadable(usual) ? Optional.empty() : Optional.of(usual));
    }

    private static Path defaultRanking() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("spillway").resolve("servers");
    }
}
