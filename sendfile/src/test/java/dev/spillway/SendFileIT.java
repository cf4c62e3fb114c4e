/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client gets where no valve is: the file is sent by the thread of the request. */
class SendFileIT {
    private static final Instant MODIFIED = Instant.parse("2024-05-06T07:08:09Z");

    @TempDir
    Path temp;

    private final HttpClient client = HttpClient.newHttpClient();
    private final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    private Tomcat tomcat;
    private Path file;
    private byte[] content;
    private volatile Application application = (request, response) -> SendFile.send(request, response, file);

    private interface Application {
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    @BeforeEach
    void start() throws Exception {
        content = new byte[200_000];
        new Random(1).nextBytes(content);
        file = Files.write(temp.resolve("data.bin"), content);
        Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
        tomcat = new Tomcat();
        tomcat.setBaseDir(temp.resolve("tomcat").toString());
        tomcat.setPort(0);
        tomcat.getConnector();
        Context context = tomcat.addContext("", temp.toString());
        context.addMimeMapping("mp4", "video/mp4");
        org.apache.catalina.Wrapper wrapper = Tomcat.addServlet(context, "application", new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response)
                    throws IOException, ServletException {
                try {
                    application.answer(request, response);
                    thrown.complete(null);
                } catch (IOException | RuntimeException e) {
                    thrown.complete(e);
                    throw e;
                }
            }
        });
        wrapper.addMapping("/*");
        wrapper.setAsyncSupported(true);
        tomcat.start();
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    @Test
    void theWholeFileWithWhatDescribesIt() throws Exception {
        HttpResponse<byte[]> answer = get();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(content);
        assertThat(header(answer, "Content-Length")).isEqualTo("200000");
        assertThat(header(answer, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(header(answer, "Last-Modified")).isEqualTo("Mon, 06 May 2024 07:08:09 GMT");
        assertThat(header(answer, "ETag")).startsWith("\"");
        assertThat(header(answer, "Content-Disposition")).isNull();
    }

    @Test
    void optionsDescribeTheFile() throws Exception {
        send(SendFile.Options.none()
                .withInline("€ film.mp4")
                .withEntityTag("W/\"v1\"")
                .withLastModified(Instant.EPOCH));
        HttpResponse<byte[]> answer = get();
        assertThat(header(answer, "Content-Type")).isEqualTo("video/mp4");
        assertThat(header(answer, "Content-Disposition"))
                .isEqualTo("inline; filename=\"_ film.mp4\"; filename*=UTF-8''%E2%82%AC%20film.mp4");
        assertThat(header(answer, "ETag")).isEqualTo("W/\"v1\"");
        assertThat(header(answer, "Last-Modified")).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
    }

    @Test
    void theTypeAndTagOfTheApplicationStay() throws Exception {
        application = (request, response) -> {
            response.setContentType("application/x-mine");
            response.setHeader("ETag", "\"mine\"");
            response.getOutputStream().print("nobody should see this");
            SendFile.send(request, response, file);
        };
        HttpResponse<byte[]> answer = get();
        assertThat(header(answer, "Content-Type")).isEqualTo("application/x-mine");
        assertThat(header(answer, "ETag")).isEqualTo("\"mine\"");
        assertThat(answer.body()).isEqualTo(content);
        assertThat(get("If-None-Match", "\"mine\"").statusCode()).isEqualTo(304);
    }

    @Test
    void headHasTheHeadersOfGet() throws Exception {
        HttpResponse<byte[]> head = exchange("HEAD");
        HttpResponse<byte[]> get = get();
        for (String name : new String[] {"Content-Length", "ETag", "Last-Modified", "Accept-Ranges"}) {
            assertThat(header(head, name)).isEqualTo(header(get, name));
        }
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=100-199, 100, 200",
        "bytes=199999-, 199999, 200000",
        "bytes=-5, 199995, 200000",
        "bytes=199990-99999999999999999999, 199990, 200000"
    })
    void aSingleRange(String range, int from, int to) throws Exception {
        HttpResponse<byte[]> answer = get("Range", range);
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes " + from + "-" + (to - 1) + "/200000");
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(content, from, to));
    }

    @Test
    void severalRangesAreSentAsParts() throws Exception {
        HttpResponse<byte[]> answer = get("Range", "bytes=0-1,5-6");
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(header(answer, "Content-Type")).startsWith("multipart/byteranges; boundary=");
        assertThat(header(answer, "Content-Length")).isEqualTo(Integer.toString(answer.body().length));
        assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1))
                .contains("Content-Range: bytes 0-1/200000", "Content-Range: bytes 5-6/200000");
    }

    @Test
    void rangesThatCanNotBeSatisfied() throws Exception {
        send(SendFile.Options.none().withAttachment("film.mp4"));
        HttpResponse<byte[]> answer = get("Range", "bytes=200000-");
        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes */200000");
        assertThat(header(answer, "Content-Disposition"))
                .as("the error is no file")
                .isNull();
    }

    @Test
    void conditionsAndIfRange() throws Exception {
        String tag = header(get(), "ETag");
        String date = header(get(), "Last-Modified");
        assertThat(get("If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(get("If-Modified-Since", date).statusCode()).isEqualTo(304);
        assertThat(get("If-None-Match", "\"x\"", "If-Modified-Since", date).statusCode())
                .isEqualTo(200);
        assertThat(get("If-Match", "\"x\"").statusCode()).isEqualTo(412);
        assertThat(get("If-Match", tag).statusCode()).isEqualTo(200);
        assertThat(get("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT").statusCode())
                .isEqualTo(412);
        assertThat(get("Range", "bytes=0-0", "If-Range", tag).statusCode()).isEqualTo(206);
        assertThat(get("Range", "bytes=0-0", "If-Range", date).statusCode()).isEqualTo(206);
        assertThat(get("Range", "bytes=0-0", "If-Range", "\"x\"").statusCode()).isEqualTo(200);
        assertThat(get("Range", "bytes=200000-", "If-Range", "\"x\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void otherMethodsAndStatusesGetTheWholeFile() throws Exception {
        String tag = header(get(), "ETag");
        assertThat(exchange("POST", "Range", "bytes=0-0", "If-None-Match", tag).body())
                .isEqualTo(content);
        application = (request, response) -> {
            response.setStatus(404);
            SendFile.send(request, response, file);
        };
        HttpResponse<byte[]> answer = get("Range", "bytes=0-0");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo(content);
    }

    @Test
    void anEmptyFile() throws Exception {
        Files.write(file, new byte[0]);
        HttpResponse<byte[]> answer = get("Range", "bytes=0-0");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Length")).isEqualTo("0");
    }

    @Test
    void whatCanNotBeSentIsNotFoundAndNotNamed() throws Exception {
        for (Path wrong : new Path[] {temp.resolve("nothing"), temp, file.resolve("below")}) {
            application = (request, response) -> SendFile.send(request, response, wrong);
            HttpResponse<byte[]> answer = get();
            assertThat(answer.statusCode()).isIn(404, 500);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain(temp.toString());
        }
    }

    @Test
    void theRateIsKept() throws Exception {
        send(SendFile.Options.none().withBytesPerSecond(200_000));
        long start = System.nanoTime();
        assertThat(get().body()).isEqualTo(content);
        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(700));
    }

    @Test
    void theFileIsDeletedAfterwards() throws Exception {
        send(SendFile.Options.none().withDeletionAfterwards());
        assertThat(get().body()).isEqualTo(content);
        assertGone();
    }

    @Test
    void theFileIsDeletedWhenNoneOfItIsWanted() throws Exception {
        send(SendFile.Options.none().withDeletionAfterwards());
        assertThat(get("If-None-Match", "*").statusCode()).isEqualTo(304);
        assertGone();
    }

    @Test
    void theFileIsDeletedWhenTheClientBreaksOff() throws Exception {
        Files.write(file, new byte[50_000_000]);
        send(SendFile.Options.none().withDeletionAfterwards());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
        assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        assertGone();
    }

    @Test
    void aFileThatIsCutShortIsNeverComplete() throws Exception {
        Files.write(file, new byte[2_000_000]);
        send(SendFile.Options.none().withBytesPerSecond(1_000_000));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            Files.write(file, new byte[10]);
            assertThat(socket.getInputStream().readAllBytes().length).isLessThan(2_000_000);
        }
    }

    @Test
    void anAnswerThatHasBegunIsAMistake() throws Exception {
        application = (request, response) -> {
            response.flushBuffer();
            SendFile.send(request, response, file);
        };
        assertThatIOException().isThrownBy(this::get);
        assertThat(thrown.get(30, TimeUnit.SECONDS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining(temp.toString());
    }

    @Test
    void anAsynchronousRequestIsAnsweredAlsoWhereAValveIs() throws Exception {
        application = (request, response) -> {
            request.setAttribute(SendFile.SUPPORT_ATTRIBUTE, true);
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    SendFile.send(request, response, file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                async.complete();
            });
        };
        assertThat(get().body()).isEqualTo(content);
    }

    @Test
    void whereAValveIsOnlyTheWishIsLeft() throws Exception {
        application = (request, response) -> {
            request.setAttribute(SendFile.SUPPORT_ATTRIBUTE, true);
            SendFile.send(
                    request,
                    response,
                    file,
                    SendFile.Options.none()
                            .withAttachment("film.mp4")
                            .withBytesPerSecond(7)
                            .withDeletionAfterwards());
            response.setHeader(
                    "X-Wish",
                    request.getAttribute(SendFile.PATH_ATTRIBUTE)
                            + " " + request.getAttribute(SendFile.RATE_ATTRIBUTE)
                            + " " + request.getAttribute(SendFile.DELETE_ATTRIBUTE));
        };
        HttpResponse<byte[]> answer = get();
        assertThat(answer.body()).isEmpty();
        assertThat(header(answer, "X-Wish")).isEqualTo(file + " 7 true");
        assertThat(header(answer, "Content-Type")).isEqualTo("video/mp4");
        assertThat(header(answer, "Content-Disposition")).isEqualTo("attachment; filename=\"film.mp4\"");
        assertThat(file).exists();
    }

    private void send(SendFile.Options options) {
        application = (request, response) -> SendFile.send(request, response, file, options);
    }

    private void assertGone() throws Exception {
        thrown.get(30, TimeUnit.SECONDS);
        assertThat(file).doesNotExist();
    }

    private int port() {
        return tomcat.getConnector().getLocalPort();
    }

    private HttpResponse<byte[]> get(String... headers) throws Exception {
        return exchange("GET", headers);
    }

    private HttpResponse<byte[]> exchange(String method, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/x"))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse(null);
    }
}
