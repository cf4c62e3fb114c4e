/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.soak;

import dev.spillway.benchmarks.load.DownloadPlan;
import dev.spillway.benchmarks.load.LoadPlan;
import dev.spillway.benchmarks.load.PagePlan;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Downloads of all kinds and pages, at once. */
final class MixedLoad {
    static final String HOT = "hot-1g.bin";
    static final long HOT_BYTES = 1L << 30;
    static final String SHORT = "file-1m.bin";
    static final int SHORT_BYTES = 1 << 20;
    static final String PAGE = "page.html";
    static final int PAGE_BYTES = 4 << 10;

    private MixedLoad() {}

    /** More slow clients than the connector has places, and the rest at rates that leave the processor to the others. */
    static LoadPlan plan(InetSocketAddress server, Duration length) {
        return new LoadPlan(
                server,
                List.of(
                        DownloadPlan.paced("/" + HOT, HOT_BYTES, 1_000, 30_000)
                                .withReceiveBufferBytes(16 << 10)
                                .withName("slow"),
                        DownloadPlan.paced("/" + HOT, HOT_BYTES, 4, 20_000_000).withName("fast"),
                        DownloadPlan.paced("/" + SHORT, SHORT_BYTES, 8, 5_000_000)
                                .withName("kept"),
                        DownloadPlan.paced("/" + SHORT, SHORT_BYTES, 8, 5_000_000)
                                .withNewConnectionEach()
                                .withName("connecting")),
                Optional.of(new PagePlan("/" + PAGE, PAGE_BYTES, 50, Duration.ofSeconds(10))),
                Duration.ofSeconds(2),
                length,
                1,
                Optional.empty());
    }
}
