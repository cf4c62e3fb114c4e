/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;

/**
 * Fifteen thousand clients from five thousand addresses want the same file at once: memory stays bounded, pages are
 * answered, and every one of them gets an answer.
 */
@EachTomcat
class FloodIT {
    private static final int CLIENTS = 15_000;
    private static final int ADDRESSES = 5_000;
    private static final int FILE_BYTES = 256 << 10;
    private static final int HEAP_LIMIT = 200 * SampleFiles.MIB;

    @Parameter
    TomcatVersion version;

    @Test
    @Timeout(300)
    void everybodyGetsTheFileOrARefusalAndPagesAreAnswered() throws IOException {
        int clients = (int) Math.min(CLIENTS, descriptors() - 1000);
        try (SampleFiles samples = new SampleFiles();
                TomcatProcess tomcat = start(samples);
                Flood flood = new Flood("/file.bin", FILE_BYTES)) {
            long heap = tomcat.jmx().heapAfterCollection();
            for (int i = 0; i < clients; i++) {
                flood.ask(tomcat.port(), i % ADDRESSES);
                if (i % 500 == 0) {
                    flood.step();
                }
            }
            while (tomcat.jmx().downloads("TotalDownloads") < 1000) {
                flood.step();
            }
            assertThat(RawHttpClient.get(tomcat.port(), "/page.html", RawHttpClient.CLOSE)
                            .status())
                    .isEqualTo(200);
            assertThat(tomcat.jmx().downloads("QueueLength")).isBetween(1L, 8000L);
            assertThat(tomcat.jmx().heapAfterCollection() - heap)
                    .as("heap for the flood")
                    .isLessThan(HEAP_LIMIT);
            while (flood.open() > 0) {
                flood.step();
            }
            assertThat(flood.answers()).containsOnlyKeys("200", "503");
            assertThat(flood.answers().get("200")).isGreaterThan(100);
            Patience.await("everything has ended", () -> tomcat.jmx().downloads("ActiveDownloads") == 0);
            assertThat(tomcat.jmx().downloads("QueueLength")).isZero();
        }
    }

    private static long descriptors() {
        return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getMaxFileDescriptorCount();
    }

    private TomcatProcess start(SampleFiles samples) {
        TomcatBase base = TomcatBase.of(version)
                .connector("acceptCount", "4096")
                .connector("maxConnections", "16000")
                .valve(
                        "minSize", "100k",
                        "maxActive", "200",
                        "maxQueued", "8000",
                        "maxQueueWait", "8s",
                        "discipline", "fair",
                        "maxDownloadRate", "200k");
        base.app("ROOT").file("page.html", "page").link("file.bin", samples.random("file.bin", FILE_BYTES));
        return TomcatProcess.start(base);
    }
}
