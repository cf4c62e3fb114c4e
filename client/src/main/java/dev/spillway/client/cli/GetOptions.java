/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.api.DownloadOptionsBuilder;
import dev.spillway.client.digest.Checksum;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/** What the user has asked for. Methods throw {@link IllegalArgumentException} for values that cannot be used. */
final class GetOptions {
    private static final int USUAL_PARALLEL = 5;
    private static final int USUAL_LINKS_PER_SERVER = 4;
    private static final int USUAL_LINKS = 16;

    private final CommandLine given;

    GetOptions(String... args) {
        given = Usage.parse(args);
    }

    boolean has(Option flag) {
        return given.hasOption(flag);
    }

    Optional<Path> path(Option option) {
        return has(option) ? Optional.of(Path.of(text(option))) : Optional.empty();
    }

    List<URI> urls() {
        List<URI> urls = new ArrayList<>();
        for (String url : given.getArgList()) {
            urls.add(URI.create(url));
        }
        return urls;
    }

    Path directory() {
        return path(Usage.DIRECTORY).orElse(Path.of("."));
    }

    Optional<Checksum> checksum() {
        return has(Usage.CHECKSUM) ? Optional.of(Checksum.parse(text(Usage.CHECKSUM))) : Optional.empty();
    }

    int parallel() {
        return number(Usage.PARALLEL, USUAL_PARALLEL);
    }

    private String text(Option option) {
        return given.getOptionValue(option);
    }

    private int number(Option option, int usual) {
        try {
            return has(option) ? Integer.parseInt(text(option)) : usual;
        } catch (NumberFormatException e) {
            throw noNumber(option, e);
        }
    }

    private double fraction(Option option) {
        try {
            return Double.parseDouble(text(option));
        } catch (NumberFormatException e) {
            throw noNumber(option, e);
        }
    }

    private long bytes(Option option) {
        try {
            return Units.parseBytes(text(option));
        } catch (NumberFormatException e) {
            throw noNumber(option, e);
        }
    }

    private Duration seconds(Option option) {
        return Duration.ofMillis(Math.round(fraction(option) * 1000));
    }

    private IllegalArgumentException noNumber(Option option, NumberFormatException cause) {
        return new IllegalArgumentException("--" + option.getLongOpt() + "=" + text(option) + " is no number", cause);
    }

    /**
     * What of it concerns the download itself. Plain conditions, for there are many of them and the runtime needs its time for every lambda that it meets.
     */
    DownloadOptions download() {
        DownloadOptionsBuilder builder = DownloadOptions.builder()
                .adaptive(!has(Usage.FIXED))
                .undelimited(has(Usage.ALLOW_NO_LENGTH))
                .headers(headerFields())
                .rankingFile(has(Usage.SERVER_STAT) ? Path.of(text(Usage.SERVER_STAT)) : defaultRanking());
        setBounds(builder);
        setTimes(builder);
        if (has(Usage.PROXY)) {
            builder.proxy(text(Usage.PROXY));
        }
        if (has(Usage.CACERT)) {
            builder.authorities(Path.of(text(Usage.CACERT)));
        }
        netrc(builder);
        return builder.build();
    }

    private void setBounds(DownloadOptionsBuilder builder) {
        int perServer = number(Usage.LINKS_PER_SERVER, USUAL_LINKS_PER_SERVER);
        builder.linksPerServer(perServer);
        builder.links(Math.max(perServer, number(Usage.LINKS, USUAL_LINKS)));
        if (has(Usage.SERVERS)) {
            builder.servers(number(Usage.SERVERS, 0));
        }
        if (has(Usage.TRIES)) {
            builder.attempts(number(Usage.TRIES, 0));
        }
        if (has(Usage.LOWEST_RATE)) {
            builder.lowestRate(bytes(Usage.LOWEST_RATE));
        }
        if (has(Usage.LOWEST_SHARE)) {
            builder.lowestShare(fraction(Usage.LOWEST_SHARE));
        }
        if (has(Usage.MAX_FILESIZE)) {
            builder.maxBytes(bytes(Usage.MAX_FILESIZE));
        }
    }

    private void setTimes(DownloadOptionsBuilder builder) {
        if (has(Usage.CONNECT_TIMEOUT)) {
            builder.connectTimeout(seconds(Usage.CONNECT_TIMEOUT));
        }
        if (has(Usage.ANSWER_TIMEOUT)) {
            builder.answerTimeout(seconds(Usage.ANSWER_TIMEOUT));
        }
        if (has(Usage.STALL_TIMEOUT)) {
            builder.stallTimeout(seconds(Usage.STALL_TIMEOUT));
        }
        if (has(Usage.MAX_RETRY_AFTER)) {
            builder.longestRetryAfter(seconds(Usage.MAX_RETRY_AFTER));
        }
    }

    private Map<String, String> headerFields() {
        Map<String, String> fields = new HashMap<>();
        String[] lines = given.getOptionValues(Usage.HEADER);
        for (String line : lines == null ? new String[0] : lines) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("a header field needs the form \"Name: value\"");
            }
            fields.put(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        return fields;
    }

    private void netrc(DownloadOptionsBuilder builder) {
        Path usual = Path.of(System.getProperty("user.home"), ".netrc");
        if (has(Usage.NETRC_FILE)) {
            builder.netrc(Path.of(text(Usage.NETRC_FILE)));
        } else if (!has(Usage.NO_NETRC) && Files.isReadable(usual)) {
            builder.netrc(usual);
        }
    }

    private static Path defaultRanking() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("spillway").resolve("servers");
    }
}
