/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.spillway.benchmarks.peer.TlsIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load generator against the server of the JDK, well behaved and not. */
class LoadRunTest {
    private static final int BYTES = 100_000;
    private static final byte[] FILE = new byte[BYTES];

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private Optional<SSLContext> tls = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        Content content = Content.of("file.bin");
        for (int i = 0; i < BYTES; i++) {
            while (!content.matches(i, ByteBuffer.wrap(FILE, i, 1))) {
                FILE[i]++;
            }
        }
        start(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100));
    }

    private void start(HttpServer newServer) {
        server = newServer;
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

    @Test
    void everyByteIsCheckedThroughTls(@TempDir Path folder) throws Exception {
        TlsIdentity identity = TlsIdentity.in(folder);
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        secure.setHttpsConfigurator(new HttpsConfigurator(serving(identity)));
        server.stop(0);
        start(secure);
        serve(bytes -> bytes, 0);
        tls = Optional.of(identity.trusting());
        DownloadResult paced = run(DownloadPlan.paced("/file.bin", BYTES, 10, 50_000), null)
                .downloads()
                .get(0);
        assertThat(paced.served()).isEqualTo(10);
        DownloadResult unlimited = run(DownloadPlan.unlimited("/file.bin", BYTES, 4), null)
                .downloads()
                .get(0);
        assertThat(unlimited.requests()).isPositive();
        assertThat(unlimited.wrongReads() + paced.wrongReads()).isZero();
        assertThat(unlimited.failures()).isEmpty();
    }

    private static SSLContext serving(TlsIdentity identity) throws Exception {
        KeyStore store = KeyStore.getInstance(identity.keyStore().toFile(), TlsIdentity.PASSWORD.toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, TlsIdentity.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private LoadResult run(DownloadPlan downloads, PagePlan pages) throws Exception {
        LoadPlan plan = new LoadPlan(
                server.getAddress(),
                List.of(downloads),
                Optional.ofNullable(pages),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                1,
                tls);
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
