/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.it.RangeCase.Server;
import dev.spillway.it.app.ApiSendfileServlet;
import dev.spillway.it.app.HeaderSendfileServlet;
import dev.spillway.it.app.SendfileServlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ranges, If-Range and preconditions (RFC 9110 sections 13 and 14) of files that are large downloads: one table, asked of
 * static and handed-over files through the valve, and of plain Tomcat and nginx (A8, A11, A15). Where the columns of the
 * table differ, {@code docs/http.md} says why.
 */
@EachTomcat
class RangeCasesIT {
    private static final int SIZE = 2 * SampleFiles.MIB;
    private static final int MIN_BYTES = 64 * SampleFiles.KIB;
    private static final Instant MODIFIED = Instant.parse("2024-01-15T10:20:30Z");

    private static SampleFiles samples;
    private static byte[] content;
    private static TomcatProcess tomcat;
    private static TomcatProcess plain;
    private static NginxProcess nginx;
    private static Map<Server, String> paths;
    private static final Map<Server, String> TAGS = new EnumMap<>(Server.class);

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) throws IOException {
        samples = new SampleFiles();
        Path big = samples.random("big.bin", SIZE);
        Files.setLastModifiedTime(big, FileTime.from(MODIFIED));
        Files.writeString(big.resolveSibling("page.html"), "a page");
        content = Files.readAllBytes(big);
        TomcatBase base = TomcatBase.of(version)
                .shortLived()
                .valve(
                        "minSize",
                        Integer.toString(MIN_BYTES),
                        "roots",
                        big.getParent().toString());
        base.app("ROOT")
                .file("page.html", "a page")
                .link("big.bin", big)
                .servlet("/attributes", SendfileServlet.class)
                .servlet("/header", HeaderSendfileServlet.class)
                .servlet("/api", ApiSendfileServlet.class);
        tomcat = TomcatProcess.start(base);
        TomcatBase plainBase = TomcatBase.of(version).shortLived();
        plainBase.app("ROOT").file("page.html", "a page").link("big.bin", big);
        plain = TomcatProcess.start(plainBase);
        nginx = NginxProcess.start(big.getParent(), "");
        paths = new EnumMap<>(Server.class);
        for (Server server : Server.values()) {
            paths.put(server, "/big.bin");
        }
        paths.put(Server.HANDED_OVER, "/attributes?start=0&end=" + SIZE + "&file=" + big);
        paths.put(Server.X_SENDFILE, "/header?file=" + big);
        paths.put(Server.SEND_FILE, "/api?file=" + big);
        TAGS.clear();
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, plain, nginx, samples);
    }

    static List<RangeCase> cases() {
        return RangeCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAreThoseOfTheTable(RangeCase row) {
        Map<Server, String> measured = new EnumMap<>(Server.class);
        for (Server server : Server.values()) {
            measured.put(server, ask(server, row));
        }
        assertThat(measured).as(row.toString()).isEqualTo(row.answers());
    }

    private static String ask(Server server, RangeCase row) {
        String tag = TAGS.computeIfAbsent(server, RangeCasesIT::tagOf);
        List<String> lines = row.lines().stream().map(line -> fill(line, tag)).toList();
        long before = tomcat.jmx().downloads("TotalDownloads");
        String answer;
        try (RawHttpClient client = RawHttpClient.connect(port(server))) {
            answer = new RangeAnswer(content).ask(client, row.method(), paths.get(server), lines);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(server + " to " + row + ": " + e.getMessage(), e);
        }
        if (server.isOurs()) {
            boolean isDownload = row.method().equals("GET") && answer.startsWith("20") && isLarge(answer);
            assertThat(tomcat.jmx().downloads("TotalDownloads") - before)
                    .as("downloads of the manager for %s, answered %s", row, answer)
                    .isEqualTo(isDownload ? 1 : 0);
        }
        return answer;
    }

    private static boolean isLarge(String answer) {
        String[] words = answer.split(" ", -1);
        if (words[0].equals("200") || answer.endsWith("ranges")) {
            return true;
        }
        long length = 0;
        for (String range : words[1].split(",", -1)) {
            String[] bounds = range.split("-", -1);
            length += Long.parseLong(bounds[1]) - Long.parseLong(bounds[0]) + 1;
        }
        return length >= MIN_BYTES;
    }

    private static String tagOf(Server server) {
        return RawHttpClient.get(port(server), paths.get(server))
                .head()
                .first("ETag")
                .orElseThrow();
    }

    private static int port(Server server) {
        return switch (server) {
            case STATIC, HANDED_OVER, X_SENDFILE, SEND_FILE -> tomcat.port();
            case PLAIN_TOMCAT -> plain.port();
            case NGINX -> nginx.port();
        };
    }

    private static String fill(String line, String tag) {
        String strong = tag.startsWith("W/") ? tag.substring(2) : tag;
        return line.replace("{tag}", tag)
                .replace("{strong}", strong)
                .replace("{weak}", "W/" + strong)
                .replace("{date}", date(MODIFIED))
                .replace(
                        "{rfc850}",
                        DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.US)
                                .withZone(ZoneOffset.UTC)
                                .format(MODIFIED))
                .replace("{earlier}", date(MODIFIED.minusSeconds(3600)))
                .replace("{later}", date(MODIFIED.plusSeconds(3600)))
                .replace("{future}", date(Instant.now().plus(Duration.ofDays(1))))
                .replace("{200}", manyRanges(200))
                .replace("{201}", manyRanges(201));
    }

    private static String manyRanges(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> i * 1000 + "-" + (i * 1000 + 499))
                .collect(Collectors.joining(","));
    }

    private static String date(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME
                .format(time.atZone(ZoneOffset.UTC))
                .replaceAll(", (\\d) ", ", 0$1 ");
    }
}
