/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import static dev.spillway.manager.api.Outcome.CLIENT_GONE;
import static dev.spillway.manager.api.Outcome.COMPLETED;
import static dev.spillway.manager.api.Outcome.STALLED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.ManagerConfig;
import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.Segment.Bytes;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.core.EmbeddedManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.realm.GenericPrincipal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snapshot, taken of Tomcat's own objects. */
class DownloadRecordTest {
    @TempDir
    private Path directory;

    private final org.apache.coyote.Request coyoteRequest = new org.apache.coyote.Request();
    private final Request request = new Request(new Connector());
    private final Response response = new Response();
    private DownloadManager manager;
    private SourceFile file;

    @BeforeEach
    void prepare() throws IOException {
        org.apache.coyote.Response coyoteResponse = new org.apache.coyote.Response();
        coyoteRequest.setResponse(coyoteResponse);
        request.setCoyoteRequest(coyoteRequest);
        request.setResponse(response);
        response.setRequest(request);
        response.setCoyoteResponse(coyoteResponse);
        coyoteRequest.setMethod("GET");
        coyoteRequest.requestURI().setString("/files/%61.iso");
        coyoteRequest.queryString().setString("v=1");
        coyoteRequest.protocol().setString("HTTP/1.1");
        coyoteRequest.serverName().setString("example.org");
        coyoteRequest.getMimeHeaders().setValue("Referer").setString("https://example.org/");
        coyoteRequest.getMimeHeaders().setValue("User-Agent").setString("curl/8.0");
        request.setRemoteAddr("192.0.2.7");
        request.setUserPrincipal(new GenericPrincipal("alice"));
        manager = EmbeddedManager.start(ManagerConfig.defaults().withLoops(1));
        file = manager.open(Files.write(directory.resolve("a.iso"), new byte[5000]));
    }

    @AfterEach
    void close() {
        file.close();
        manager.stop(Duration.ZERO);
    }

    @Test
    void holdsWhatTheLineSays() {
        long startNanos = System.nanoTime() - Duration.ofSeconds(3).toNanos();
        DownloadRecord record = record(200, startNanos, false, new FileRegion(0, 5000));
        assertThat(record)
                .isEqualTo(new DownloadRecord(
                        record.time(),
                        Duration.ZERO,
                        "192.0.2.7",
                        "alice",
                        "example.org",
                        "GET",
                        "/files/%61.iso",
                        "v=1",
                        "HTTP/1.1",
                        200,
                        0,
                        5000,
                        null,
                        "https://example.org/",
                        "curl/8.0",
                        "a.iso"));
        assertThat(record.time()).isBefore(Instant.now().minusSeconds(2));
    }

    @Test
    void headAndTimeOfTheHandOverAreAdded() {
        DownloadRecord record = record(200, 0, false, new FileRegion(0, 5000));
        DownloadRecord handedOver = record.handedOver(Duration.ofSeconds(3), 300);
        assertThat(handedOver.headBytes()).isEqualTo(300);
        assertThat(handedOver.untilHandOver()).isEqualTo(Duration.ofSeconds(3));
        assertThat(handedOver.handedOver(Duration.ZERO, 0)).isEqualTo(record);
    }

    @Test
    void rangeIsThatOfTheFile() {
        assertThat(record(206, 0, false, new FileRegion(1000, 1000)).range()).isEqualTo("1000-1999/5000");
    }

    @Test
    void partHeadsOfSeveralRangesAreBody() {
        DownloadRecord record = record(
                206,
                0,
                false,
                new Bytes(new byte[40]),
                new FileRegion(0, 100),
                new Bytes(new byte[40]),
                new FileRegion(4999, 1),
                new Bytes(new byte[20]));
        assertThat(record.range()).isEqualTo("0-99,4999-4999/5000");
        assertThat(record.bodyBytes()).isEqualTo(201);
    }

    @Test
    void proxyAttributesWinOnlyIfEnabled() {
        request.setAttribute(AccessLog.REMOTE_ADDR_ATTRIBUTE, "203.0.113.9");
        request.setAttribute(AccessLog.SERVER_NAME_ATTRIBUTE, "outside.example");
        FileRegion region = new FileRegion(0, 5000);
        assertThat(record(200, 0, false, region).client()).isEqualTo("192.0.2.7");
        assertThat(record(200, 0, true, region).client()).isEqualTo("203.0.113.9");
        assertThat(record(200, 0, true, region).host()).isEqualTo("outside.example");
        assertThat(record(200, 0, true, region).protocol()).isEqualTo("HTTP/1.1");
    }

    @Test
    void survivesTheRecyclingOfTheRequest() {
        DownloadRecord record = record(200, 0, false, new FileRegion(0, 5000));
        String before = record.toString();
        request.recycle();
        coyoteRequest.recycle();
        assertThat(record).hasToString(before).extracting(DownloadRecord::user).isEqualTo("alice");
    }

    @Test
    void requestIsMarkedForTheOrdinaryAccessLogEvenIfThereIsNoOther() {
        DownloadLog off = DownloadLog.start(Samples.settings(directory, LogForm.OFF));
        LoggedDownload download = off.note(request, response, file, List.of(new FileRegion(0, 5000)), 0);
        assertThat(request.getAttribute("dev.spillway.offloaded")).isNotNull();
        assertThat(download.begun(300).line()).isEmpty();
    }

    @Test
    void everyNotedDownloadHasItsLine() throws IOException {
        DownloadLog log = DownloadLog.start(Samples.settings(directory.resolve("logs"), LogForm.COMMON));
        List<Segment> body = List.of(new FileRegion(0, 5000));
        log.note(request, response, file, body, System.nanoTime()).begun(300).ended(Samples.end(COMPLETED, 5300));
        log.note(request, response, file, body, System.nanoTime()).begun(300).ended(Samples.end(STALLED, 1300));
        log.note(request, response, file, body, System.nanoTime()).begun(300).ended(Samples.end(CLIENT_GONE, 0));
        log.stop(Duration.ofSeconds(30));
        try (Stream<Path> files = Files.list(directory.resolve("logs"))) {
            List<String> lines = Files.readAllLines(files.findFirst().orElseThrow());
            assertThat(lines).hasSize(3);
            assertThat(lines.get(0)).contains("\" 200 5000 COMPLETED - 5000 ");
            assertThat(lines.get(1)).contains("\" 200 1000 STALLED - 5000 ");
            assertThat(lines.get(2)).contains("\" 200 - CLIENT_GONE - 5000 - ");
        }
    }

    private DownloadRecord record(int status, long startNanos, boolean attributesEnabled, Segment... body) {
        response.setStatus(status);
        return DownloadRecord.of(request, response, file, List.of(body), startNanos, attributesEnabled);
    }
}
