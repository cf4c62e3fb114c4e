/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
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
import javax.management.Attribute;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A Spring Boot application as its users start it, over real sockets. */
class SpringBootIT {
    private static final MBeanServer JMX = ManagementFactory.getPlatformMBeanServer();
    private static final int LARGE = 8 << 20;
    private static final int SMALL = 1000;

    @TempDir
    static Path folder;

    private static ConfigurableApplicationContext application;
    private static byte[] content;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        content = new byte[LARGE];
        new Random(1).nextBytes(content);
        Files.write(folder.resolve("1.bin"), content);
        // Old enough for a strong entity tag, which resuming needs.
        Files.setLastModifiedTime(
                folder.resolve("1.bin"), FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        Files.write(folder.resolve("2.bin"), Arrays.copyOf(content, SMALL));
        application = SpringApplication.run(
                ExampleApplication.class,
                "--server.port=0",
                "--server.tomcat.mbeanregistry.enabled=true",
                "--management.endpoints.web.exposure.include=metrics",
                "--reports.folder=" + folder);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void theFileArrivesByteForByteThroughTheManager() throws Exception {
        long before = downloads();
        HttpResponse<byte[]> answer = exchange("GET", "/reports/1", "X-Key", "open sesame");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(content);
        assertThat(downloads()).isEqualTo(before + 1);
    }

    @Test
    void anAsynchronousRequestIsAnsweredOnItsThread() throws Exception {
        long before = downloads();
        assertThat(exchange("GET", "/slow-check/1", "X-Key", "open sesame").body())
                .isEqualTo(content);
        assertThat(downloads()).isEqualTo(before);
    }

    @Test
    void theDownloadHasItsNameAndNoPlace() throws Exception {
        HttpResponse<byte[]> answer = exchange("GET", "/reports/1", "X-Key", "open sesame");
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"Bericht f_r 1.bin\"; filename*=UTF-8''Bericht%20f%C3%BCr%201.bin");
        assertThat(answer.headers().map().toString()).doesNotContain(folder.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/reports/1", "/slow-check/1"})
    void whoMayNotHaveItGetsNothing(String uri) throws Exception {
        HttpResponse<byte[]> answer = exchange("GET", uri, "X-Key", "guess");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).hasSizeLessThan(1000);
    }

    @Test
    void aDownloadIsResumed() throws Exception {
        String tag = exchange("HEAD", "/reports/1", "X-Key", "open sesame")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        HttpResponse<byte[]> rest =
                exchange("GET", "/reports/1", "X-Key", "open sesame", "Range", "bytes=1000000-", "If-Match", tag);
        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.headers().firstValue("Content-Range"))
                .hasValue("bytes 1000000-" + (LARGE - 1) + "/" + LARGE);
        assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(content, 1_000_000, LARGE));
    }

    @Test
    void aKnownFileIsNotSentAgain() throws Exception {
        String tag = exchange("HEAD", "/reports/1", "X-Key", "open sesame")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        assertThat(exchange("GET", "/reports/1", "X-Key", "open sesame", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void headSaysWhatGetWould() throws Exception {
        HttpResponse<byte[]> head = exchange("HEAD", "/reports/1", "X-Key", "open sesame");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(LARGE);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void aSmallFileIsLeftToTomcat() throws Exception {
        long before = downloads();
        assertThat(exchange("GET", "/reports/2", "X-Key", "open sesame").body())
                .isEqualTo(Arrays.copyOf(content, SMALL));
        assertThat(downloads()).isEqualTo(before);
    }

    @Test
    void aFileThatIsNotThereIsNotFoundAndNotNamed() throws Exception {
        HttpResponse<byte[]> answer = exchange("GET", "/reports/3", "X-Key", "open sesame");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain(folder.toString());
    }

    /** Spring Boot's Tomcat has its beans in a domain of another name than the distribution. */
    @Test
    void theManagerCanBeOperatedInJmx() throws Exception {
        JMX.setAttribute(manager(), new Attribute("RateLimit", 50_000_000L));
        assertThat(JMX.getAttribute(manager(), "RateLimit")).isEqualTo(50_000_000L);
        JMX.setAttribute(manager(), new Attribute("RateLimit", 0L));
        assertThat((TabularData) JMX.invoke(manager(), "downloads", null, null)).isNotNull();
        JMX.invoke(manager(), "drain", null, null);
        long before = downloads();
        assertThat(exchange("GET", "/reports/1", "X-Key", "open sesame").body()).isEqualTo(content);
        assertThat(downloads()).as("downloads taken while draining").isEqualTo(before);
        JMX.invoke(manager(), "endDrain", null, null);
    }

    @Test
    void thePageIsThere() throws Exception {
        assertThat(exchange("GET", "/spillway/").headers().firstValue("Content-Type"))
                .hasValue("text/html;charset=UTF-8");
        assertThat(new String(exchange("GET", "/spillway/status.json").body(), StandardCharsets.UTF_8))
                .contains("\"total\":" + downloads());
        assertThat(new String(exchange("GET", "/spillway/metrics").body(), StandardCharsets.UTF_8))
                .contains("spillway_downloads_total");
    }

    @Test
    void micrometerHasTheFigures() throws Exception {
        exchange("GET", "/reports/1", "X-Key", "open sesame");
        assertThat(new String(exchange("GET", "/actuator/metrics/spillway.sent").body(), StandardCharsets.UTF_8))
                .contains("\"baseUnit\":\"bytes\"", "\"value\":" + (double) bytesSent());
    }

    private static long bytesSent() throws Exception {
        return (Long) JMX.getAttribute(manager(), "BytesSent");
    }

    private static ObjectName manager() throws Exception {
        return new ObjectName("Tomcat:type=DownloadManager,name=DownloadValve");
    }

    private static long downloads() throws Exception {
        return (Long) JMX.getAttribute(manager(), "TotalDownloads");
    }

    private HttpResponse<byte[]> exchange(String method, String uri, String... headers) throws Exception {
        String port = application.getEnvironment().getProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + uri))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
