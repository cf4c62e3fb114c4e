/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Thousands of downloads follow each other on few connections: none is lost, wrong, or leaves something behind (A5, A8). */
@EachTomcat
class ManyKeepAliveIT {
    private static final int DOWNLOADS = 10_000;
    private static final int CONNECTIONS = 16;
    private static final int FILE_BYTES = SampleFiles.MIB;
    private static final int WARM_UP_DOWNLOADS = 100 * CONNECTIONS;

    /** What the JVM itself opens and starts meanwhile; less than one for each connection. */
    private static final int SLACK = 12;

    /** 800 bytes for each download, less than one buffer or channel with what hangs on it. */
    private static final long HEAP_SLACK = 8L * SampleFiles.MIB;

    private static SampleFiles samples;
    private static List<byte[]> contents;
    private static TomcatProcess tomcat;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) throws IOException {
        samples = new SampleFiles();
        contents = new ArrayList<>();
        // A pool of one size, so that a thread more is one that leaked.
        TomcatBase base = TomcatBase.of(version)
                .connector("maxKeepAliveRequests", "-1")
                .connector("maxThreads", Integer.toString(CONNECTIONS))
                .connector("minSpareThreads", Integer.toString(CONNECTIONS))
                .valve();
        WebApp app = base.app("ROOT");
        for (int i = 0; i < CONNECTIONS; i++) {
            Path file = samples.random(i + ".bin", FILE_BYTES);
            contents.add(Files.readAllBytes(file));
            app.link(i + ".bin", file);
        }
        tomcat = TomcatProcess.start(base);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, samples);
    }

    @Test
    void everyOneArrivesAndNothingStaysBehind() throws Exception {
        int connections = connections();
        downloadAll(WARM_UP_DOWNLOADS);
        awaitRest(connections);
        int descriptors = tomcat.fdCount();
        int threads = threads();
        long heap = tomcat.jmx().heapAfterCollection();
        long total = tomcat.jmx().downloads("TotalDownloads");
        long completed = tomcat.jmx().downloads("Completed");

        downloadAll(DOWNLOADS);

        awaitRest(connections);
        assertThat(tomcat.jmx().downloads("TotalDownloads") - total).isEqualTo(DOWNLOADS);
        assertThat(tomcat.jmx().downloads("Completed") - completed).isEqualTo(DOWNLOADS);
        Patience.awaitAsserted(
                Patience.DEADLINE,
                () -> assertThat(tomcat.fdCount()).as("descriptors").isLessThanOrEqualTo(descriptors + SLACK));
        Patience.awaitAsserted(
                Patience.DEADLINE, () -> assertThat(threads()).as("threads").isLessThanOrEqualTo(threads + SLACK));
        Patience.awaitAsserted(
                Patience.DEADLINE,
                () -> assertThat(tomcat.jmx().heapAfterCollection())
                        .as("heap after a collection")
                        .isLessThanOrEqualTo(heap + HEAP_SLACK));
    }

    private static int connections() {
        return tomcat.jmx().threadPool("connectionCount");
    }

    private static int threads() {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(tomcat.pid()), "task"))) {
            return (int) tasks.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitRest(int connections) {
        Patience.await("connections", () -> connections() == connections);
        for (String gauge : List.of("QueueLength", "ActiveDownloads", "LingeringConnections", "OpenFiles")) {
            Patience.await(gauge + " is 0", () -> tomcat.jmx().downloads(gauge) == 0);
        }
    }

    private static void downloadAll(int count) throws Exception {
        int port = tomcat.port();
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int first = i;
                runs.add(threads.submit(() -> downloadOnOneConnection(port, first, count / CONNECTIONS)));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Another file each time, and another than on the connections beside it: an answer for somebody else shows. */
    private static void downloadOnOneConnection(int port, int first, int count) {
        try (RawHttpClient client = RawHttpClient.connect(port)) {
            for (int i = 0; i < count; i++) {
                int file = (first + i) % CONNECTIONS;
                ResponseHead head = client.sendGet("/" + file + ".bin").readHead();
                assertThat(head.status()).isEqualTo(200);
                assertThat(head.contentLength()).isEqualTo(FILE_BYTES);
                Received received = client.receive(new Comparison(contents.get(file)), FILE_BYTES);
                assertThat(received).isEqualTo(new Received(FILE_BYTES, Received.Ending.ENOUGH));
            }
        }
    }

    /** Fails at bytes that are not the ones of the file; from memory, as there are ten gigabytes of them. */
    private static final class Comparison extends OutputStream {
        private final byte[] expected;
        private int position;

        Comparison(byte[] expected) {
            this.expected = expected;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int difference = Arrays.mismatch(bytes, offset, offset + length, expected, position, position + length);
            if (difference >= 0) {
                throw new IOException("The bytes differ from the file at offset " + (position + difference));
            }
            position += length;
        }
    }
}
