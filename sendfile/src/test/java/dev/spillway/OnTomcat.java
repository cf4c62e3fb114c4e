/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An application in an embedded Tomcat without a valve, that answers everything with one file. */
abstract class OnTomcat {
    static final Instant MODIFIED = Instant.parse("2024-05-06T07:08:09Z");

    @TempDir
    Path temp;

    private final HttpClient client = HttpClient.newHttpClient();
    final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    private Tomcat tomcat;
    Path file;
    byte[] content;
    volatile Application application = (request, response) -> SendFile.send(request, response, file);

    interface Application {
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

    void send(SendFile.Options options) {
        application = (request, response) -> SendFile.send(request, response, file, options);
    }

    void assertGone() throws Exception {
        thrown.get(30, TimeUnit.SECONDS);
        assertThat(file).doesNotExist();
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    HttpResponse<byte[]> get(String... headers) throws Exception {
        return exchange("GET", headers);
    }

    HttpResponse<byte[]> exchange(String method, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/x"))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse(null);
    }
}
