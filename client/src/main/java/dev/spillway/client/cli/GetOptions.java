/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.api.DownloadOptionsBuilder;
import dev.spillway.client.digest.Checksum;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
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
        return value(option, Path::of);
    }

    List<URI> urls() {
        return given.getArgList().stream().map(URI::create).toList();
    }

    Path directory() {
        return path(Usage.DIRECTORY).orElse(Path.of("."));
    }

    Optional<Checksum> checksum() {
        return value(Usage.CHECKSUM, Checksum::parse);
    }

    int parallel() {
        return value(Usage.PARALLEL, Integer::valueOf).orElse(USUAL_PARALLEL);
    }

    private <T> Optional<T> value(Option option, Function<String, T> reader) {
        String text = given.getOptionValue(option);
        try {
            return Optional.ofNullable(text).map(reader);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + option.getLongOpt() + "=" + text + " is no number", e);
        }
    }

    private <T> void set(Option option, Function<String, T> reader, Consumer<T> setter) {
        value(option, reader).ifPresent(setter);
    }

    /** What of it concerns the download itself. */
    DownloadOptions download() {
        DownloadOptionsBuilder builder = DownloadOptions.builder()
                .adaptive(!has(Usage.FIXED))
                .undelimited(has(Usage.ALLOW_NO_LENGTH))
                .headers(headerFields())
                .rankingFile(path(Usage.SERVER_STAT).orElseGet(GetOptions::defaultRanking));
        int perServer = value(Usage.LINKS_PER_SERVER, Integer::valueOf).orElse(USUAL_LINKS_PER_SERVER);
        builder.linksPerServer(perServer);
        builder.links(Math.max(perServer, value(Usage.LINKS, Integer::valueOf).orElse(USUAL_LINKS)));
        set(Usage.SERVERS, Integer::valueOf, builder::servers);
        set(Usage.TRIES, Integer::valueOf, builder::attempts);
        set(Usage.LOWEST_RATE, Units::parseBytes, builder::lowestRate);
        set(Usage.LOWEST_SHARE, Double::valueOf, builder::lowestShare);
        set(Usage.CONNECT_TIMEOUT, GetOptions::seconds, builder::connectTimeout);
        set(Usage.ANSWER_TIMEOUT, GetOptions::seconds, builder::answerTimeout);
        set(Usage.STALL_TIMEOUT, GetOptions::seconds, builder::stallTimeout);
        set(Usage.MAX_RETRY_AFTER, GetOptions::seconds, builder::longestRetryAfter);
        set(Usage.MAX_FILESIZE, Units::parseBytes, builder::maxBytes);
        set(Usage.PROXY, text -> text, builder::proxy);
        set(Usage.CACERT, Path::of, builder::authorities);
        netrc().ifPresent(builder::netrc);
        return builder.build();
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
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

    private Optional<Path> netrc() {
        Path usual = Path.of(System.getProperty("user.home"), ".netrc");
        return path(Usage.NETRC_FILE)
                .or(() -> has(Usage.NO_NETRC) || !Files.isReadable(usual) ? Optional.empty() : Optional.of(usual));
    }

    private static Path defaultRanking() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("spillway").resolve("servers");
    }
}
