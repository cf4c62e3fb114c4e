/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.ManagerConfig;
import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.Segment.Bytes;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Transfer;
import dev.spillway.manager.api.TransferListener;
import dev.spillway.manager.core.EmbeddedManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
                .usingRecursiveComparison()
                .ignoringFields("time", "untilHandOver")
                .isEqualTo(new DownloadRecord(
                        Instant.EPOCH,
                        Duration.ZERO,
                        "192.0.2.7",
                        "alice",
                        "example.org",
                        "GET",
                        "/files/%61.iso",
                        "v=1",
                        "HTTP/1.1",
                        200,
                        300,
                        5000,
                        null,
                        "https://example.org/",
                        "curl/8.0",
                        "a.iso"));
        assertThat(record.untilHandOver()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
        assertThat(record.time()).isBefore(Instant.now().minusSeconds(2));
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
        assertThat(record.headBytes()).isEqualTo(300);
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
        Transfer transfer = new Transfer(file, List.of(new Bytes(new byte[300]), new FileRegion(0, 5000)));
        assertThat(off.begin(request, response, transfer, 0)).isSameAs(TransferListener.NONE);
        assertThat(request.getAttribute("dev.spillway.offloaded")).isNotNull();
    }

    private DownloadRecord record(int status, long startNanos, boolean attributesEnabled, Segment... body) {
        response.setStatus(status);
        List<Segment> segments = new java.util.ArrayList<>(List.of(new Bytes(new byte[300])));
        segments.addAll(List.of(body));
        return DownloadRecord.of(request, response, new Transfer(file, segments), startNanos, attributesEnabled);
    }
}
