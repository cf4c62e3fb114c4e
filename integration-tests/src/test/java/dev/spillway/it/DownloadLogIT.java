/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** The download log tells what was really sent, and each request is in one log alone. */
@EachTomcat
class DownloadLogIT {
    private static final Pattern BYTES = Pattern.compile("\"bytes\":(\\d+)");
    private static final long LARGE = 3 * SampleFiles.GIB;

    private static SampleFiles samples;
    private static TomcatProcess tomcat;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        samples = new SampleFiles();
        TomcatBase base = TomcatBase.of(version).shortLived().valve("log", "json", "logFlushInterval", "0");
        base.inEngine(accessLog("access").with("conditionUnless", "dev.spillway.offloaded"));
        base.inEngine(accessLog("everything"));
        base.app("ROOT")
                .file("page.html", "page")
                .link("whole.bin", samples.random("whole.bin", 2 * SampleFiles.MIB))
                .link("left.bin", samples.sparse("left.bin", LARGE));
        tomcat = TomcatProcess.start(base);
    }

    private static XmlElement accessLog(String prefix) {
        return new XmlElement("Valve")
                .with("className", "org.apache.catalina.valves.AccessLogValve")
                .with("prefix", prefix)
                .with("suffix", ".log")
                .with("rotatable", "false")
                .with("buffered", "false")
                .with("pattern", "%U%q %s %b");
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, samples);
    }

    @Test
    void wholeDownloadIsLoggedWithItsBodyAlone() {
        Takeovers.byManager(tomcat, () -> RawHttpClient.get(tomcat.port(), "/whole.bin"));
        assertThat(awaitDownload("/whole.bin"))
                .contains("\"status\":200", "\"outcome\":\"COMPLETED\"", "\"bytes\":" + 2 * SampleFiles.MIB);
    }

    @Test
    void clientThatLeavesIsLoggedWithWhatWasSentToIt() {
        long received;
        try (RawHttpClient client = RawHttpClient.connectSlow(tomcat.port())) {
            client.sendGet("/left.bin").readHead();
            received = client.receive(OutputStream.nullOutputStream(), SampleFiles.MIB)
                    .length();
            client.reset();
        }
        String line = awaitDownload("/left.bin");
        assertThat(line).contains("\"outcome\":\"CLIENT_GONE\"", "\"announcedBytes\":" + LARGE);
        Matcher bytes = BYTES.matcher(line);
        assertThat(bytes.find()).isTrue();
        assertThat(Long.parseLong(bytes.group(1))).isBetween(received, LARGE / 2);
    }

    @Test
    void eachRequestIsInOneLogAlone() {
        RawHttpClient.get(tomcat.port(), "/page.html");
        RawHttpClient.get(tomcat.port(), "/whole.bin?once");
        awaitDownload("\"query\":\"once\"");
        Patience.await(
                "the page in the access log",
                () -> lines("access").stream().anyMatch(line -> line.matches("/page.html-? 200 4")));
        assertThat(lines("access")).noneMatch(line -> line.contains(".bin"));
        assertThat(lines("download_log")).noneMatch(line -> line.contains("page.html"));
        assertThat(lines("download_log"))
                .filteredOn(line -> line.contains("\"query\":\"once\""))
                .hasSize(1);
    }

    @Test
    void anAccessLogOfEverythingClaimsNoBytesOfADownload() {
        RawHttpClient.get(tomcat.port(), "/whole.bin?claimed");
        Patience.await(
                "a line of the access log",
                () -> lines("everything").stream().anyMatch(line -> line.startsWith("/whole.bin?claimed ")));
        assertThat(lines("everything"))
                .filteredOn(line -> line.contains(".bin"))
                .allMatch(line -> line.endsWith(" 200 -"));
    }

    private static String awaitDownload(String part) {
        Patience.await(
                "a line of the download log",
                () -> lines("download_log").stream().anyMatch(line -> line.contains(part)));
        return lines("download_log").stream()
                .filter(line -> line.contains(part))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> lines(String prefix) {
        try (var files = Files.list(tomcat.base().directory().resolve("logs"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .flatMap(file -> read(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
