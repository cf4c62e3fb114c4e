/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** More downloads than places, on a real Tomcat: some wait, some are refused, and pages notice nothing. */
@EachTomcat
class QueueIT {
    // Larger than all socket buffers on the way.
    private static final int BIG = 16 * SampleFiles.MIB;

    @Parameter
    TomcatVersion version;

    @Test
    void oneIsSentOneWaitsAndOneIsRefusedWithThePageOfTheServer() {
        try (SampleFiles samples = new SampleFiles();
                TomcatProcess tomcat = start(samples, "maxActive", "1", "maxQueued", "1");
                RawHttpClient first = RawHttpClient.connectSlow(tomcat.port());
                RawHttpClient second = RawHttpClient.connectSlow(tomcat.port())) {
            first.sendGet("/big.bin", RawHttpClient.CLOSE).readHead();
            second.sendGet("/big.bin");
            Patience.await("the second waits", () -> tomcat.jmx().downloads("QueueLength") == 1);
            RawResponse refused = RawHttpClient.get(tomcat.port(), "/big.bin", RawHttpClient.CLOSE);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(Long.parseLong(refused.head().first("Retry-After").orElseThrow()))
                    .isBetween(1L, 3600L);
            assertThat(refused.body()).asString().contains("503");
            assertThat(RawHttpClient.get(tomcat.port(), "/page.html", RawHttpClient.CLOSE)
                            .status())
                    .isEqualTo(200);
            assertThat(second.hasInput()).isFalse();
            second.sendGet("/page.html"); // asked for ahead, while it waits
            assertThat(first.receiveToEnd(new CountingSink()).length()).isEqualTo(BIG);
            RawResponse waited = second.readResponse();
            assertThat(waited.status()).isEqualTo(200);
            assertThat(waited.body()).hasSize(BIG);
            assertThat(second.readResponse().body()).asString().isEqualTo("page");
        }
    }

    @Test
    void whoeverLeavesTheQueueMakesRoomAtOnce() {
        try (SampleFiles samples = new SampleFiles();
                TomcatProcess tomcat = start(samples, "maxActive", "1", "maxQueued", "1");
                RawHttpClient first = RawHttpClient.connectSlow(tomcat.port());
                RawHttpClient second = RawHttpClient.connectSlow(tomcat.port())) {
            first.sendGet("/big.bin").readHead();
            second.sendGet("/big.bin");
            Patience.await("the second waits", () -> tomcat.jmx().downloads("QueueLength") == 1);
            second.finishSending(); // as closing does, seen from the server
            Patience.await("it is gone", () -> tomcat.jmx().downloads("ClientGone") == 1);
            assertThat(tomcat.jmx().downloads("QueueLength")).isZero();
        }
    }

    @Test
    void tomcatSendsWhatHasNoPlaceIfThatIsWanted() {
        try (SampleFiles samples = new SampleFiles();
                TomcatProcess tomcat = start(samples, "maxActive", "1", "maxQueued", "0", "overflow", "tomcat");
                RawHttpClient first = RawHttpClient.connectSlow(tomcat.port())) {
            first.sendGet("/big.bin").readHead();
            RawResponse other = RawHttpClient.get(tomcat.port(), "/big.bin", RawHttpClient.CLOSE);
            assertThat(other.status()).isEqualTo(200);
            assertThat(other.body()).hasSize(BIG);
            assertThat(tomcat.jmx().downloads("TotalDownloads")).isEqualTo(1);
        }
    }

    @Test
    void whoeverHasWaitedTooLongIsToldToComeAgain() {
        try (SampleFiles samples = new SampleFiles();
                TomcatProcess tomcat = start(samples, "maxActive", "1", "maxQueueWait", "200ms");
                RawHttpClient first = RawHttpClient.connectSlow(tomcat.port())) {
            first.sendGet("/big.bin").readHead();
            RawResponse waited = RawHttpClient.get(tomcat.port(), "/big.bin");
            assertThat(waited.status()).isEqualTo(503);
            assertThat(Long.parseLong(waited.head().first("Retry-After").orElseThrow()))
                    .isBetween(1L, 3600L);
            assertThat(waited.head().first("Connection")).contains("close");
            assertThat(waited.body()).asString().startsWith("Too many downloads at once.");
        }
    }

    /** The whole file must have come by the time that its rate makes possible, not before. */
    @Test
    void aRuleHasItsOwnRate() {
        try (SampleFiles samples = new SampleFiles();
                TomcatProcess tomcat = start(samples, "rules", "slow(paths=/slow/** downloadRate=1MiB)")) {
            long start = System.nanoTime();
            RawResponse slow = RawHttpClient.get(tomcat.port(), "/slow/small.bin", RawHttpClient.CLOSE);
            double seconds = (System.nanoTime() - start) / 1e9;
            assertThat(slow.body()).hasSize(2 * SampleFiles.MIB);
            assertThat(seconds).as("seconds for 2 MiB at 1 MiB/s").isGreaterThan(1.9);
        }
    }

    private TomcatProcess start(SampleFiles samples, String... options) {
        TomcatBase base = TomcatBase.of(version).shortLived().valve(options);
        base.app("ROOT")
                .file("page.html", "page")
                .link("big.bin", samples.random("big.bin", BIG))
                .link("slow/small.bin", samples.random("small.bin", 2 * SampleFiles.MIB));
        return TomcatProcess.start(base);
    }
}
