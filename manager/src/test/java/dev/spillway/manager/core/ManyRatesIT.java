/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Terms;
import dev.spillway.manager.api.Transfer;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.function.Consumer;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Limits hold for many downloads, and for one that is nearly as fast as the line. For five thousand there is {@code
 * bin/bench limited --clients 5000}.
 */
@Timeout(180)
class ManyRatesIT {
    private static final int DOWNLOADS = 1000;
    private static final long EACH = 10_000;
    private static final byte[] CONTENT = SampleFiles.bytes(1 << 20, 1);

    @TempDir
    private Path dir;

    private Path path;

    @BeforeEach
    void writeTheFile() throws IOException {
        path = SampleFiles.write(dir.resolve("file"), CONTENT);
    }

    @Test
    void eachOfAThousandDownloadsKeepsTheRateOfItsOwn() throws Exception {
        assertEachGetsItsRate(Limits.NONE.withDownloadBytesPerSecond(EACH, 0));
    }

    @Test
    void eachOfAThousandClientsKeepsTheRateThatItsDownloadsShare() throws Exception {
        assertEachGetsItsRate(Limits.NONE.withClientBytesPerSecond(EACH));
    }

    private void assertEachGetsItsRate(Limits limits) throws IOException {
        try (ManyReaders readers = new ManyReaders();
                ManagerRig rig = ManagerRig.start(config -> config.withLimits(limits))) {
            for (int i = 0; i < DOWNLOADS; i++) {
                send(rig, readers, Terms.ofClient("client " + i));
            }
            readers.start();
            Patience.await().until(() -> {
                long received = Arrays.stream(readers.counts()).sum(); // what had been sent before they started is read
                return received > DOWNLOADS * EACH && rig.stats().bytesSent() - received < DOWNLOADS * EACH / 100;
            });
            onceTimeTells(readers, 10, rates -> {
                assertThat(Arrays.stream(rates).average().orElseThrow())
                        .as("mean")
                        .isCloseTo((double) EACH, Percentage.withPercentage(1));
                for (double rate : rates) {
                    assertThat(rate).as("each").isCloseTo((double) EACH, Percentage.withPercentage(3));
                }
            });
        }
    }

    /** Half of what the machine does without a limit; that changes from second to second if others use it. */
    @Test
    void oneDownloadKeepsARateOfTheOrderOfTheLine() throws Exception {
        try (ManyReaders readers = new ManyReaders();
                ManagerRig rig = ManagerRig.start()) {
            send(rig, readers, Terms.NONE);
            readers.start();
            Patience.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                rig.manager().setLimits(Limits.NONE);
                long half = (long) ratesOver(readers, 1)[0] / 2;
                rig.manager().setLimits(Limits.NONE.withDownloadBytesPerSecond(half, 0));
                assertThat(ratesOver(readers, 3)[0]).isCloseTo((double) half, Percentage.withPercentage(3));
                rig.manager().setLimits(Limits.NONE.withBytesPerSecond(half));
                assertThat(ratesOver(readers, 3)[0]).isCloseTo((double) half, Percentage.withPercentage(3));
            });
        }
    }

    private static double[] ratesOver(ManyReaders readers, int seconds) {
        double[][] measured = new double[1][];
        onceTimeTells(readers, seconds, rates -> measured[0] = rates);
        return measured[0];
    }

    /** The rig closes the other end, as the download is cut. */
    private void send(ManagerRig rig, ManyReaders readers, Terms terms) throws IOException {
        SourceFile file = rig.manager().open(path);
        Transfer transfer = new Transfer(file, Collections.nCopies(100_000, new FileRegion(0, CONTENT.length)), terms);
        SocketChannel server = readers.connect();
        rig.send(server, transfer);
    }

    /**
     * Hands over the bytes per second of each client from now on, once so many seconds have passed; as long as they are not
     * what is expected, more time tells, up to the sixfold.
     */
    private static void onceTimeTells(ManyReaders readers, int seconds, Consumer<double[]> assertion) {
        long[] before = readers.counts();
        long start = System.nanoTime();
        Patience.await()
                .pollDelay(Duration.ofSeconds(seconds))
                .atMost(Duration.ofSeconds(6L * seconds))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    long[] counts = readers.counts();
                    double passed = (System.nanoTime() - start) / 1e9;
                    double[] rates = new double[counts.length];
                    Arrays.setAll(rates, i -> (counts[i] - before[i]) / passed);
                    assertion.accept(rates);
                });
    }
}
