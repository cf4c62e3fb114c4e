/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The load generator against the server of the JDK, well behaved and not. */
class LoadRunTest {
    private static final int BYTES = 100_000;
    private static final byte[] FILE = new byte[BYTES];

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        Content content = Content.of("file.bin");
        for (int i = 0; i < BYTES; i++) {
            while (!content.matches(i, ByteBuffer.wrap(FILE, i, 1))) {
                FILE[i]++;
            }
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void pacedClientsGetTheirRateAndEveryByteIsChecked() throws Exception {
        serve(bytes -> bytes, 0);
        DownloadResult result = run(DownloadPlan.paced("/file.bin", BYTES, 10, 50_000), null)
                .downloads()
                .get(0);
        assertThat(result.served()).isEqualTo(10);
        assertThat(result.bytesPerSecond()).isBetween(350_000.0, 650_000.0);
        assertThat(result.jain()).isGreaterThan(0.99);
        assertThat(result.checkedBytes()).isGreaterThanOrEqualTo(result.bytes());
        assertThat(result.wrongReads()).isZero();
        assertThat(result.failures()).isEmpty();
    }

    @Test
    void wrongBytesAreCounted() throws Exception {
        serve(
                bytes -> {
                    bytes[99_000]++;
                    return bytes;
                },
                0);
        DownloadPlan plan = DownloadPlan.paced("/file.bin", BYTES, 2, 1_000_000).withNewConnectionEach();
        assertThat(run(plan, null).downloads().get(0).wrongReads()).isPositive();
    }

    @Test
    void waitingForASlowServerIsInThePageLatencies() throws Exception {
        serve(bytes -> bytes, 300);
        PagePlan pages = new PagePlan("/file.bin", BYTES, 50, Duration.ofSeconds(5));
        PageResult result = run(DownloadPlan.paced("/file.bin", BYTES, 1, 1_000), pages)
                .pages()
                .orElseThrow();
        assertThat(result.sent()).isGreaterThanOrEqualTo(95);
        assertThat(result.p50Millis()).isGreaterThan(300);
        assertThat(result.failed()).isZero();
    }

    private LoadResult run(DownloadPlan downloads, PagePlan pages) throws Exception {
        LoadPlan plan = new LoadPlan(
                server.getAddress(),
                List.of(downloads),
                Optional.ofNullable(pages),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                1,
                Optional.empty());
        return LoadRun.run(plan, new WindowListener() {});
    }

    private void serve(UnaryOperator<byte[]> change, long delayMillis) {
        server.createContext("/file.bin", exchange -> {
            sleep(delayMillis);
            exchange.sendResponseHeaders(200, BYTES);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(change.apply(FILE.clone()));
            }
        });
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
