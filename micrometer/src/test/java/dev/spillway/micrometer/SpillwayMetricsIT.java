/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.Outcome;
import dev.spillway.valve.DownloadValve;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Meters beside a real Tomcat. */
class SpillwayMetricsIT {
    private static final int FILE_BYTES = 3 << 20;

    @TempDir
    Path folder;

    private final Tomcat tomcat = new Tomcat();
    private final DownloadValve valve = new DownloadValve();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void start() throws Exception {
        Path files = Files.createDirectories(folder.resolve("files"));
        Files.write(files.resolve("a.iso"), new byte[FILE_BYTES]);
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", files.toString());
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        valve.setDrainTimeout("0");
        tomcat.getEngine().getPipeline().addValve(valve);
        new SpillwayMetrics(valve, List.of(Tag.of("valve", "main"))).bindTo(registry);
    }

    @AfterEach
    void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    /** Takes in all that there is, and says how much that was. */
    private long download() throws Exception {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), tomcat.getConnector().getLocalPort())) {
            socket.setSoTimeout(60_000);
            String request = "GET /a.iso HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().readAllBytes().length;
        }
    }

    @Test
    void metersAgreeWithWhatTheClientGot() throws Exception {
        tomcat.start();
        long received = download() + download();
        // The ends may be told of a moment after the clients have everything.
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> registry.get("spillway.download.duration").timer().count() == 2);
        assertThat(registry.get("spillway.sent").functionCounter().count()).isEqualTo((double) received);
        assertThat(registry.get("spillway.downloads").functionCounter().count()).isEqualTo(2);
        assertThat(registry.get("spillway.downloads.ended")
                        .tag("outcome", "completed")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("spillway.download.size").summary().totalAmount())
                .isEqualTo((double) received);
        assertThat(registry.get("spillway.download.first.byte").timer().count()).isEqualTo(2);
        assertThat(registry.get("spillway.downloads.active").gauge().value()).isZero();
    }

    @Test
    void everyMeterHasItsTagsAndSaysWhatItIs() {
        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .filteredOn(id -> !id.getName().endsWith(".histogram")) // which the registry adds
                .hasSizeGreaterThan(12)
                .allSatisfy(id -> {
                    assertThat(id.getTag("valve")).isEqualTo("main");
                    assertThat(id.getDescription()).isNotBlank();
                });
        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .filteredOn(id -> id.getName().equals("spillway.downloads.ended"))
                .hasSize(Outcome.values().length);
    }

    @Test
    void beforeTheStartNothingIsCounted() {
        assertThat(registry.get("spillway.sent").functionCounter().count()).isZero();
        assertThat(registry.get("spillway.draining").gauge().value()).isZero();
    }
}
