/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.Segment.FileRegion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One loop serves many; neither the slow nor the greedy hold the others up (SYSTEMS.md A6, A7, A14, A15). */
@Timeout(180)
class FairnessIT {
    private static final int CLIENTS = 200;
    private static final byte[] CONTENT = SampleFiles.bytes(512 << 10, 1);

    private final ExecutorService readers = Executors.newFixedThreadPool(8);

    @TempDir
    private Path dir;

    private Path path;

    @BeforeEach
    void writeTheFile() throws IOException {
        path = SampleFiles.write(dir.resolve("file"), CONTENT);
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        readers.shutdownNow();
        assertThat(readers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneLoopServesTwoHundredClientsOfWhichSomeTakeNothing() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            List<RecordedEnd> idle = new ArrayList<>();
            List<RecordedEnd> served = new ArrayList<>();
            List<Future<byte[]>> received = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                boolean isIdle = i % 4 == 0;
                LoopbackPair pair = isIdle ? rig.connectSmall() : rig.connect();
                RecordedEnd end = rig.sendFile(pair, path);
                (isIdle ? idle : served).add(end);
                if (!isIdle) {
                    received.add(readers.submit(pair::readAll));
                }
            }
            for (Future<byte[]> bytes : received) {
                assertThat(bytes.get(120, TimeUnit.SECONDS)).isEqualTo(CONTENT);
            }
            for (RecordedEnd end : served) {
                end.awaitOutcome(Outcome.COMPLETED);
            }
            assertThat(rig.stats().active()).isEqualTo(idle.size()).isEqualTo(CLIENTS / 4);
            assertThat(rig.stats().openFiles()).isEqualTo(1);
            assertThat(idle).noneMatch(RecordedEnd::hasEnded);
            assertThat(rig.manager().stop(Duration.ZERO).cut()).isEqualTo(idle.size());
        }
    }

    /** The greedy client takes gigabytes as fast as they come, so the loop is never idle while the others arrive. */
    @Test
    void newArrivalsAreTakenInAndServedWhileOthersAreBeingSent() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair greedy = rig.connect();
            RecordedEnd greedyEnd = rig.send(greedy, path, endless());
            Future<Long> taken = readers.submit(() -> countUntilCut(greedy));
            Patience.await().until(() -> rig.stats().bytesSent() > 64 << 20);
            for (int i = 0; i < 20; i++) {
                LoopbackPair pair = rig.connect();
                RecordedEnd end = rig.sendFile(pair, path);
                assertThat(pair.readAll()).isEqualTo(CONTENT);
                end.awaitOutcome(Outcome.COMPLETED);
                pair.closeClient();
            }
            assertThat(greedyEnd.hasEnded()).as("all of that was beside it").isFalse();
            long soFar = rig.stats().bytesSent();
            Patience.await().until(() -> rig.stats().bytesSent() > soFar);
            assertThat(rig.manager().stop(Duration.ZERO).cut()).isEqualTo(1);
            assertThat(taken.get(30, TimeUnit.SECONDS)).isGreaterThan(64 << 20);
        }
    }

    /** A download accelerator: several connections of one client, each for a part of one file. */
    @Test
    void severalConnectionsFetchThePartsOfOneFileSideBySide() throws Exception {
        int part = CONTENT.length / 8;
        try (ManagerRig rig = ManagerRig.start()) {
            List<Future<byte[]>> parts = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                LoopbackPair pair = rig.connectSmall();
                rig.send(pair, path, new FileRegion((long) i * part, part));
                parts.add(readers.submit(pair::readAll));
            }
            for (int i = 0; i < 8; i++) {
                assertThat(parts.get(i).get(60, TimeUnit.SECONDS))
                        .isEqualTo(Arrays.copyOfRange(CONTENT, i * part, (i + 1) * part));
            }
        }
    }

    private static FileRegion[] endless() {
        FileRegion[] regions = new FileRegion[2_000_000];
        Arrays.fill(regions, new FileRegion(0, CONTENT.length));
        return regions;
    }

    private static long countUntilCut(LoopbackPair pair) throws IOException {
        InputStream input = pair.client().getInputStream();
        byte[] buffer = new byte[256 << 10];
        long count = 0;
        for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
            count += read;
        }
        return count;
    }
}
