/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.SendFile;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way of handing a file over, each as a download of the manager (from 0 bytes on) and through Tomcat. */
class HandedOverIT {
    private static final String TO_MANAGER = "0";
    private static final String TO_TOMCAT = "1T";

    @TempDir
    Path temp;

    private Path root;
    private Path file;
    private byte[] content;

    @BeforeEach
    void makeFiles() throws IOException {
        temp = temp.toRealPath();
        root = Files.createDirectory(temp.resolve("files"));
        content = new byte[300_000];
        new Random(1).nextBytes(content);
        file = Files.write(root.resolve("a b.iso"), content);
        Files.writeString(temp.resolve("secret.txt"), "secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {TO_MANAGER, TO_TOMCAT})
    void sendfileHeaderIsReplacedByTheFile(String minSize) throws Exception {
        try (OfferServer server = server(minSize, response -> {
            response.setHeader("X-Sendfile", encoded(file));
            response.setHeader("X-Accel-Redirect", "/protected/other");
            response.setHeader("Content-Encoding", "gzip");
            response.setHeader("ETag", "\"mine\"");
            response.setContentLength(1000);
            response.getWriter().write("nobody should see this");
        })) {
            HttpResponse<byte[]> answer = server.get();
            assertWhole(answer);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-iso9660-image");
            assertThat(answer.headers().firstValue("ETag")).hasValue("\"mine\"");
            assertThat(answer.headers().map()).doesNotContainKeys("x-sendfile", "x-accel-redirect", "content-encoding");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TO_MANAGER, TO_TOMCAT})
    void redirectHeaderIsReplacedByTheFile(String minSize) throws Exception {
        try (OfferServer server = server(minSize, response -> {
            response.setHeader("X-Accel-Redirect", "/protected/a%20b.iso?x=y");
            response.setHeader("X-Accel-Limit-Rate", "off");
            response.setHeader("X-Accel-Buffering", "no");
            response.setHeader("X-Accel-Charset", "utf-8");
            response.setHeader("X-Accel-Expires", "60");
            response.setHeader("ETag", "\"of the empty body\"");
            response.setContentType("text/plain;charset=ISO-8859-1");
        })) {
            HttpResponse<byte[]> answer = server.get();
            assertWhole(answer);
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow().replace(" ", ""))
                    .isEqualToIgnoringCase("text/plain;charset=utf-8");
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("private, max-age=60");
            assertThat(answer.headers().firstValue("ETag").orElseThrow()).doesNotContain("empty");
            assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("x-accel"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TO_MANAGER, TO_TOMCAT})
    void sendFileIsSentWithItsOptions(String minSize) throws Exception {
        SendFile.Options options = SendFile.Options.none()
                .withAttachment("Übersicht.iso")
                .withContentType("application/zip")
                .withEntityTag("\"v1\"")
                .withLastModified(Instant.parse("2020-01-02T03:04:05Z"))
                .withDeletionAfterwards();
        try (OfferServer server = new OfferServer(temp, finder(), minSize, (request, response) -> {
            response.getOutputStream().print("nobody should see this");
            SendFile.send(request, response, file, options);
        })) {
            HttpResponse<byte[]> answer = server.get();
            assertWhole(answer);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/zip");
            assertThat(answer.headers().firstValue("ETag")).hasValue("\"v1\"");
            assertThat(answer.headers().firstValue("Last-Modified")).hasValue("Thu, 02 Jan 2020 03:04:05 GMT");
            assertThat(answer.headers().firstValue("Content-Disposition"))
                    .hasValue("attachment; filename=\"_bersicht.iso\"; filename*=UTF-8''%C3%9Cbersicht.iso");
            assertThat(file).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TO_MANAGER, TO_TOMCAT})
    void rangesAndConditionsWorkForEveryWay(String minSize) throws Exception {
        try (OfferServer server = server(minSize, response -> response.setHeader("X-Sendfile", encoded(file)))) {
            HttpResponse<byte[]> part = server.get("Range", "bytes=100-199");
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(content, 100, 200));
            assertThat(server.get("Range", "bytes=300000-").statusCode()).isEqualTo(416);
            String tag = server.get().headers().firstValue("ETag").orElseThrow();
            assertThat(server.get("If-None-Match", tag).statusCode()).isEqualTo(304);
            assertThat(server.get("If-Match", "\"other\"").statusCode()).isEqualTo(412);
            HttpResponse<byte[]> head = server.send("HEAD", "/app/x");
            assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(content.length);
            assertThat(head.headers().map()).doesNotContainKey("x-sendfile");
        }
    }

    @Test
    void sendFileComesFirstThenSendfileThenRedirectThenTomcat() throws Exception {
        Path second = Files.writeString(root.resolve("second.txt"), "second");
        Path third = Files.writeString(root.resolve("third.txt"), "third");
        Path fourth = Files.writeString(root.resolve("fourth.txt"), "fourth");
        try (OfferServer server = new OfferServer(temp, finder(), TO_TOMCAT, (request, response) -> {
            String ways = request.getQueryString();
            if (ways.contains("1")) {
                SendFile.send(request, response, Files.writeString(root.resolve("first.txt"), "first"));
            }
            if (ways.contains("2")) {
                response.setHeader("X-Sendfile", second.toString());
            }
            if (ways.contains("3")) {
                response.setHeader("X-Accel-Redirect", "/protected/third.txt");
            }
            setTomcatAttributes(request, third.resolveSibling(fourth.getFileName()), 0L, 6L);
            response.setContentLength(6);
        })) {
            assertThat(OfferServer.text(server.send("GET", "/app/x?1234"))).isEqualTo("first");
            assertThat(OfferServer.text(server.send("GET", "/app/x?234"))).isEqualTo("second");
            assertThat(OfferServer.text(server.send("GET", "/app/x?34"))).isEqualTo("third");
            assertThat(OfferServer.text(server.send("GET", "/app/x?4"))).isEqualTo("fourth");
        }
    }

    @Test
    void redirectHeaderIsLeftToNginxWithoutInternal() throws Exception {
        OfferServer.Options none = new OfferServer.Options(root.toString(), "");
        try (OfferServer server = new OfferServer(temp, none, TO_MANAGER, (request, response) -> {
            response.setHeader("X-Accel-Redirect", "/protected/a");
            response.setHeader("X-Accel-Limit-Rate", "1");
        })) {
            HttpResponse<byte[]> answer = server.get();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("X-Accel-Redirect")).hasValue("/protected/a");
            assertThat(answer.headers().firstValue("X-Accel-Limit-Rate")).hasValue("1");
        }
    }

    @Test
    void anAnswerOfAnotherStatusKeepsItsBodyAndLosesTheHeader() throws Exception {
        try (OfferServer server = server(TO_MANAGER, response -> {
            response.setStatus(402);
            response.setHeader("X-Sendfile", encoded(file));
            response.getWriter().write("pay first");
        })) {
            HttpResponse<byte[]> answer = server.get();
            assertThat(answer.statusCode()).isEqualTo(402);
            assertThat(OfferServer.text(answer)).isEqualTo("pay first");
            assertThat(answer.headers().map()).doesNotContainKey("x-sendfile");
        }
    }

    @Test
    void aHeaderOfAnAnswerThatHasBegunComesTooLate() throws Exception {
        try (OfferServer server = server(TO_MANAGER, response -> {
            response.setHeader("X-Sendfile", encoded(file));
            response.getWriter().write("begun");
            response.flushBuffer();
        })) {
            HttpResponse<byte[]> answer = server.get();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(OfferServer.text(answer)).isEqualTo("begun");
        }
    }

    @Test
    void aPartThatTheApplicationAnnouncesIsWorkedOutFromTheFile() throws Exception {
        try (OfferServer server = server(TO_MANAGER, response -> {
            response.setStatus(206);
            response.setHeader("Content-Range", "bytes 0-9/20");
            response.setHeader("X-Sendfile", encoded(file));
        })) {
            assertWhole(server.get());
            HttpResponse<byte[]> part = server.get("Range", "bytes=5-6");
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.headers().allValues("Content-Range")).containsExactly("bytes 5-6/300000");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TO_MANAGER, TO_TOMCAT})
    void tomcatAttributesOfAnApplicationGetRanges(String minSize) throws Exception {
        try (OfferServer server = new OfferServer(temp, finder(), minSize, (request, response) -> {
            setTomcatAttributes(request, file, 0L, 300_000L);
            response.setContentLength(300_000);
        })) {
            assertThat(server.get().body()).isEqualTo(content);
            assertThat(server.get("Range", "bytes=-1").statusCode()).isEqualTo(206);
        }
    }

    @Test
    void anApplicationMaySendItsOwnFiles() throws Exception {
        try (OfferServer server = new OfferServer(temp, finder(), TO_TOMCAT, (request, response) -> {
            Path own = request.getQueryString().equals("docroot")
                    ? Path.of(request.getServletContext().getRealPath("/WEB-INF/own.txt"))
                    : ((java.io.File) request.getServletContext().getAttribute("jakarta.servlet.context.tempdir"))
                            .toPath()
                            .resolve("own.txt");
            Files.createDirectories(own.getParent());
            SendFile.send(request, response, Files.writeString(own, "own"));
        })) {
            assertThat(OfferServer.text(server.send("GET", "/app/x?docroot"))).isEqualTo("own");
            assertThat(OfferServer.text(server.send("GET", "/app/x?temp"))).isEqualTo("own");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TO_MANAGER, TO_TOMCAT})
    void staticFilesNeedNoRoots(String minSize) throws Exception {
        try (OfferServer server = server(minSize, response -> {})) {
            Files.write(server.docBase().resolve("static.iso"), content);
            assertThat(server.send("GET", "/static.iso").body()).isEqualTo(content);
        }
    }

    @Test
    void aPageIsLeftAlone() throws Exception {
        try (OfferServer server =
                server(TO_MANAGER, response -> response.getWriter().write("page"))) {
            HttpResponse<byte[]> answer = server.get();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(OfferServer.text(answer)).isEqualTo("page");
        }
    }

    private interface Answer {
        void set(HttpServletResponse response) throws IOException;
    }

    private OfferServer server(String minSize, Answer answer) throws Exception {
        return new OfferServer(temp, finder(), minSize, (request, response) -> answer.set(response));
    }

    private OfferServer.Options finder() {
        return new OfferServer.Options(root.toString(), "/protected/=" + root + "/");
    }

    private static String encoded(Path path) {
        return path.toString().replace(" ", "%20");
    }

    private static void setTomcatAttributes(
            jakarta.servlet.http.HttpServletRequest request, Path path, Object start, Object end) {
        request.setAttribute("org.apache.tomcat.sendfile.filename", path.toString());
        request.setAttribute("org.apache.tomcat.sendfile.start", start);
        request.setAttribute("org.apache.tomcat.sendfile.end", end);
    }

    private void assertWhole(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(content.length);
        assertThat(answer.body()).isEqualTo(content);
    }
}
