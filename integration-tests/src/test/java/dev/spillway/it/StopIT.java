/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Tomcat is stopped by SIGTERM while downloads are running: they end, or they are cut, and the JVM exits (A12, A17). */
@EachTomcat
class StopIT {
    // Larger than all socket buffers on the way, so that most of it is still to be sent at the stop.
    private static final int SIZE = 32 * SampleFiles.MIB;
    private static final int READ_BEFORE = 256 * SampleFiles.KIB;

    private SampleFiles samples;
    private Path big;

    @Parameter
    TomcatVersion version;

    @BeforeEach
    void makeFiles() {
        samples = new SampleFiles();
        big = samples.random("big.bin", SIZE);
    }

    @AfterEach
    void deleteFiles() {
        samples.close();
    }

    private TomcatProcess start(String... valveAttributes) {
        TomcatBase base = TomcatBase.of(version).shortLived().valve(valveAttributes);
        base.app("ROOT").link("big.bin", big);
        return TomcatProcess.start(base);
    }

    private static RawHttpClient begin(TomcatProcess tomcat, ContentCheck check) {
        long others = tomcat.jmx().downloads("ActiveDownloads");
        RawHttpClient client = RawHttpClient.connectSlow(tomcat.port()).sendGet("/big.bin", RawHttpClient.CLOSE);
        assertThat(client.readHead().contentLength()).isEqualTo(SIZE);
        client.receive(check, READ_BEFORE);
        Patience.await("the download is under way", () -> tomcat.jmx().downloads("ActiveDownloads") == others + 1);
        return client;
    }

    @Test
    void runningDownloadEndsWithinTheDrainTime() {
        try (TomcatProcess tomcat = start("drainTimeout", "60s");
                ContentCheck check = ContentCheck.of(big);
                RawHttpClient client = begin(tomcat, check)) {
            tomcat.terminate();
            Patience.await("Tomcat drains", () -> tomcat.log().contains("lets [1] running downloads end"));
            assertThat(tomcat.isAlive()).isTrue();
            client.receiveToEnd(check);
            assertThat(check.position()).isEqualTo(SIZE);
            client.finishSending(); // the manager waits for this
            tomcat.awaitExit(Patience.DEADLINE);
            assertThat(tomcat.log()).contains("none was cut");
        }
    }

    @Test
    void downloadThatDoesNotEndIsCutAndCounted() {
        try (TomcatProcess tomcat = start("drainTimeout", "500ms");
                ContentCheck check = ContentCheck.of(big);
                ContentCheck other = ContentCheck.of(big);
                RawHttpClient client = begin(tomcat, check);
                RawHttpClient second = begin(tomcat, other)) {
            tomcat.terminate();
            tomcat.awaitExit(Patience.DEADLINE);
            assertThat(tomcat.log()).contains("[2] were cut after the drain time of [500] ms");
            client.receiveToEnd(check);
            second.receiveToEnd(other);
            assertThat(check.position()).isLessThan(SIZE);
            assertThat(other.position()).isLessThan(SIZE);
        }
    }

    @Test
    void stopWithoutDownloadsDoesNotWait() {
        try (TomcatProcess tomcat = start("drainTimeout", "1h")) {
            assertThat(RawHttpClient.get(tomcat.port(), "/big.bin").body().length)
                    .isEqualTo(SIZE);
            tomcat.terminate();
            tomcat.awaitExit(Duration.ofSeconds(30));
        }
    }
}
