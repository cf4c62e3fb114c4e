/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Terms;
import dev.spillway.manager.api.Transfer;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Limits of rates hold, and are divided as promised. Rates are bytes that clients got by the time it took, whatever else
 * the machine has to do meanwhile.
 */
@Timeout(180)
class RateIT {
    private static final byte[] CONTENT = SampleFiles.bytes(1 << 20, 1);
    private static final int MIB = 1 << 20;

    @TempDir
    private Path dir;

    private Path path;

    @BeforeEach
    void writeTheFile() throws IOException {
        path = SampleFiles.write(dir.resolve("file"), CONTENT);
    }

    @Test
    void eachDownloadKeepsItsOwnRate() throws Exception {
        long[] rates = {10_000, 30_000, 100_000, 1_000_000, 10_000_000, 50_000_000};
        try (CountingReaders readers = new CountingReaders();
                ManagerRig rig = ManagerRig.start(config -> config.withLoops(2))) {
            for (long rate : rates) {
                sendEndless(rig, readers, Terms.NONE.withRate(rate, 0));
            }
            onceTenSecondsTell(readers, measured -> {
                for (int i = 0; i < rates.length; i++) {
                    assertThat(measured[i])
                            .as("rate of a download limited to %s", rates[i])
                            .isCloseTo((double) rates[i], Percentage.withPercentage(3));
                }
            });
        }
    }

    @Test
    void theWholeARuleAndAClientKeepTheirRates() throws Exception {
        Limits limits = Limits.NONE
                .withBytesPerSecond(24 * MIB)
                .withClientBytesPerSecond(4 * MIB)
                .withRules(Map.of("narrow", 2L * MIB));
        try (CountingReaders readers = new CountingReaders();
                ManagerRig rig = ManagerRig.start(config -> config.withLoops(2).withLimits(limits))) {
            for (int client = 0; client < 8; client++) {
                for (int connection = 0; connection < 4; connection++) {
                    sendEndless(rig, readers, terms(client).withRule(client < 4 ? "narrow" : ""));
                }
            }
            onceTenSecondsTell(readers, measured -> {
                assertThat(sum(measured, 0, 16)).as("the rule").isCloseTo(2.0 * MIB, Percentage.withPercentage(3));
                for (int client = 4; client < 8; client++) {
                    assertThat(sum(measured, client * 4, client * 4 + 4))
                            .as("a client with four connections")
                            .isCloseTo(4.0 * MIB, Percentage.withPercentage(3));
                }
            });
            rig.manager().setLimits(limits.withBytesPerSecond(9 * MIB).withRules(Map.of()));
            onceTenSecondsTell(
                    readers,
                    measured -> assertThat(sum(measured, 0, 32))
                            .as("the whole, after the change")
                            .isCloseTo(9.0 * MIB, Percentage.withPercentage(3)));
        }
    }

    @Test
    void sixtyFourEqualClientsGetEqualParts() throws Exception {
        try (CountingReaders readers = new CountingReaders();
                ManagerRig rig = ManagerRig.start(
                        config -> config.withLoops(2).withLimits(Limits.NONE.withBytesPerSecond(32 * MIB)))) {
            for (int client = 0; client < 64; client++) {
                sendEndless(rig, readers, terms(client));
            }
            onceBytesTell(
                    readers, 100L * MIB, counts -> assertThat(jain(counts)).isGreaterThanOrEqualTo(0.99));
        }
    }

    @Test
    void sixteenConnectionsGetNoMoreThanOneWhereClientsHaveTurns() throws Exception {
        try (CountingReaders readers = new CountingReaders();
                ManagerRig rig = ManagerRig.start(config -> config.withLoops(2)
                        .withQueue(config.queue().withDiscipline("fair"))
                        .withLimits(Limits.NONE.withBytesPerSecond(32 * MIB)))) {
            for (int connection = 0; connection < 16; connection++) {
                sendEndless(rig, readers, terms(1));
            }
            sendEndless(rig, readers, terms(2));
            onceBytesTell(readers, 100L * MIB, counts -> {
                long[] clients = {Arrays.stream(counts, 0, 16).sum(), counts[16]};
                assertThat(jain(clients)).isGreaterThanOrEqualTo(0.95);
            });
        }
    }

    @Test
    void aStepOfPriorityIsTwiceTheRate() throws Exception {
        try (CountingReaders readers = new CountingReaders();
                ManagerRig rig = ManagerRig.start(
                        config -> config.withQueue(config.queue().withDiscipline("priority"))
                                .withLimits(Limits.NONE.withBytesPerSecond(16 * MIB)))) {
            sendEndless(rig, readers, terms(1).withPriority(4));
            sendEndless(rig, readers, terms(2).withPriority(5));
            sendEndless(rig, readers, terms(3).withPriority(5));
            onceBytesTell(readers, 60L * MIB, counts -> {
                assertThat((double) counts[1] / counts[0]).isBetween(1.6, 2.4);
                assertThat((double) counts[1] / counts[2]).isBetween(0.8, 1.25);
            });
        }
    }

    @Test
    void whoeverTakesLessThanTheLeastRateIsGivenUp() throws Exception {
        long outOfReach = 1L << 40; // an idle machine reads some gigabytes in a second
        Limits limits = Limits.NONE.withMinBytesPerSecond(outOfReach, Duration.ofSeconds(1));
        try (ManagerRig rig = ManagerRig.start(config -> config.withLimits(limits))) {
            LoopbackPair slow = rig.connectSmall();
            RecordedEnd end = rig.send(slow, endless(rig, Terms.NONE));
            assertThatThrownBy(() -> {
                        while (slow.readSome(1000) >= 0) {
                            // Never stalled, and far from the least rate.
                        }
                    })
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            end.awaitOutcome(Outcome.TOO_SLOW);
        }
    }

    @Test
    void whoeverIsHeldBackByALimitIsNotTooSlow() throws Exception {
        Limits limits = Limits.NONE.withMinBytesPerSecond(100_000_000, Duration.ofSeconds(1));
        try (CountingReaders readers = new CountingReaders();
                ManagerRig rig = ManagerRig.start(config -> config.withLimits(limits))) {
            RecordedEnd end = sendEndless(rig, readers, Terms.NONE.withRate(50_000, 0));
            Patience.await().until(() -> readers.total() > 150_000); // some windows have passed
            assertThat(end.hasEnded()).isFalse();
        }
    }

    @Test
    void aLimitThatIsLiftedHoldsNobodyBack() throws Exception {
        Limits limits = Limits.NONE.withBytesPerSecond(1).withClientBytesPerSecond(1);
        try (ManagerRig rig = ManagerRig.start(config -> config.withLimits(limits))) {
            LoopbackPair first = rig.connect();
            LoopbackPair second = rig.connect();
            RecordedEnd firstEnd = rig.sendFile(first, path);
            RecordedEnd secondEnd = rig.sendFile(second, path);
            rig.manager().setLimits(limits.withClientBytesPerSecond(0));
            rig.manager().setLimits(Limits.NONE);
            assertThat(first.readAll()).isEqualTo(CONTENT);
            assertThat(second.readAll()).isEqualTo(CONTENT);
            firstEnd.awaitOutcome(Outcome.COMPLETED);
            secondEnd.awaitOutcome(Outcome.COMPLETED);
        }
    }

    @Test
    void whoeverWaitsForItsPartCanBePausedAndCancelled() throws Exception {
        Limits limits = Limits.NONE.withBytesPerSecond(1);
        try (ManagerRig rig = ManagerRig.start(config -> config.withLimits(limits))) {
            RecordedEnd end = rig.sendFile(rig.connect(), path);
            LoopbackPair other = rig.connect();
            rig.sendFile(other, path);
            long id = rig.manager().downloads(1).get(0).id();
            rig.manager().pause(id);
            rig.manager().resume(id);
            rig.manager().cancel(id);
            end.awaitOutcome(Outcome.CANCELLED);
            rig.manager().setLimits(Limits.NONE);
            assertThat(other.readAll()).isEqualTo(CONTENT);
        }
    }

    private static Terms terms(int client) {
        return Terms.ofClient("192.0.2." + client);
    }

    private RecordedEnd sendEndless(ManagerRig rig, CountingReaders readers, Terms terms) throws IOException {
        LoopbackPair pair = rig.connect();
        RecordedEnd end = rig.send(pair, endless(rig, terms));
        readers.add(pair);
        return end;
    }

    private Transfer endless(ManagerRig rig, Terms terms) throws IOException {
        SourceFile file = rig.manager().open(path);
        return new Transfer(file, Collections.nCopies(100_000, new FileRegion(0, CONTENT.length)), terms);
    }

    /**
     * Hands over the bytes that each client got from now on, after those of the beginning, once they have so many together. If
     * they are not divided as expected, more of them tell, as in {@link #onceTenSecondsTell}.
     */
    private static void onceBytesTell(CountingReaders readers, long bytes, Consumer<long[]> assertion) {
        Patience.await().until(() -> readers.total() > 8 * MIB);
        long[] before = readers.counts();
        long enough = Arrays.stream(before).sum() + bytes;
        Patience.await().until(() -> readers.total() > enough);
        Patience.await().pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            long[] counts = readers.counts();
            Arrays.setAll(counts, i -> counts[i] - before[i]);
            assertion.accept(counts);
        });
    }

    /**
     * Hands over the bytes per second of each client from now on, once ten seconds have passed. If they are not what is
     * expected, more time tells: whoever was not given the processor before the ten seconds, or amid them, catches up.
     */
    private static void onceTenSecondsTell(CountingReaders readers, Consumer<double[]> assertion) {
        long[] before = readers.counts();
        long start = System.nanoTime();
        Patience.await()
                .pollDelay(Duration.ofSeconds(10))
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    long[] counts = readers.counts();
                    double seconds = (System.nanoTime() - start) / 1e9;
                    double[] rates = new double[counts.length];
                    Arrays.setAll(rates, i -> (counts[i] - before[i]) / seconds);
                    assertion.accept(rates);
                });
    }

    private static double sum(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).sum();
    }

    /** Jain's index of fairness: 1 if all are equal, 1/n if one has all. */
    private static double jain(long[] values) {
        double sum = Arrays.stream(values).asDoubleStream().sum();
        double squares = Arrays.stream(values).asDoubleStream().map(x -> x * x).sum();
        return sum * sum / (values.length * squares);
    }
}
