/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.NotRegularFileException;
import dev.spillway.manager.api.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** After any number of downloads that ended in any way, no descriptor, count or thread is left. */
@Timeout(180)
class NothingIsLeftIT {
    private static final int ROUNDS = 300;
    private static final byte[] CONTENT = SampleFiles.bytes(400_000, 1);

    @TempDir
    private Path dir;

    private Path path;

    @BeforeEach
    void writeTheFile() throws IOException {
        path = SampleFiles.write(dir.resolve("file"), CONTENT);
    }

    @Test
    void descriptorsAndFiguresReturnToWhereTheyWere() throws Exception {
        warmUp();
        List<String> before = Descriptors.of(dir);
        try (ManagerRig rig = ManagerRig.start(config -> config.withLoops(2))) {
            List<String> started = Descriptors.of(dir);
            for (int i = 0; i < ROUNDS; i++) {
                downloadInEachWay(rig);
            }
            Patience.await().until(() -> isIdle(rig.stats()));
            assertThat(rig.stats().ended(Outcome.COMPLETED)).isEqualTo(ROUNDS);
            assertThat(rig.stats().ended(Outcome.CLIENT_GONE)).isEqualTo(3L * ROUNDS);
            Patience.await().untilAsserted(() -> assertThat(Descriptors.of(dir)).isEqualTo(started));
        }
        assertThat(Descriptors.of(dir)).isEqualTo(before);
    }

    @Test
    void stallsAndCutsLeaveNoDescriptorEither() throws Exception {
        warmUp();
        List<String> before = Descriptors.of(dir);
        try (ManagerRig rig = ManagerRig.start(config -> config.withStallTimeout(Duration.ofMillis(500)))) {
            for (int i = 0; i < 20; i++) {
                rig.sendFile(rig.connectSmall(), path);
            }
            Patience.await().until(() -> rig.stats().ended(Outcome.STALLED) == 20);
        }
        try (ManagerRig rig = ManagerRig.start()) {
            for (int i = 0; i < 20; i++) {
                rig.sendFile(rig.connectSmall(), path);
            }
            assertThat(Descriptors.of(dir)).as("the file is open once").containsOnlyOnce(path.toString());
            assertThat(rig.manager().stop(Duration.ZERO).cut()).isEqualTo(20);
        }
        assertThat(Descriptors.of(dir)).isEqualTo(before);
    }

    @Test
    void refusedFilesLeaveNoDescriptor() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            List<String> before = Descriptors.of(dir);
            for (int i = 0; i < 100; i++) {
                try {
                    rig.manager().open(dir).close();
                    throw new AssertionError("a directory was opened");
                } catch (NotRegularFileException e) {
                    assertThat(Descriptors.of(dir)).isEqualTo(before);
                }
            }
        }
    }

    @Test
    void theThreadsAreDaemonsWithNamesAndEndWithTheManager() throws Exception {
        try (ManagerRig rig = ManagerRig.start(config -> config.withLoops(2))) {
            assertThat(loopThreads())
                    .extracting(Thread::getName)
                    .containsExactlyInAnyOrder("spillway-loop-0", "spillway-loop-1");
            assertThat(loopThreads()).allMatch(Thread::isDaemon);
            assertThat(loopThreads())
                    .extracting(Thread::getContextClassLoader)
                    .containsOnly(EmbeddedManager.class.getClassLoader());
            rig.manager().stop(Duration.ZERO);
            assertThat(loopThreads()).isEmpty();
        }
    }

    /** What the JDK opens once for a process is no leak. */
    private void warmUp() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connect();
            RecordedEnd end = rig.sendFile(pair, path);
            pair.readAll();
            end.awaitOutcome(Outcome.COMPLETED);
        }
    }

    private void downloadInEachWay(ManagerRig rig) throws Exception {
        try (LoopbackPair completes = LoopbackPair.open();
                LoopbackPair resets = LoopbackPair.openSmall();
                LoopbackPair closes = LoopbackPair.openSmall();
                LoopbackPair neverBegins = LoopbackPair.open()) {
            RecordedEnd completed = rig.sendFile(completes, path);
            RecordedEnd reset = rig.sendFile(resets, path);
            RecordedEnd closed = rig.sendFile(closes, path);
            neverBegins.server().close();
            RecordedEnd neverBegan = rig.sendFile(neverBegins, path);
            resets.resetClient();
            closes.read(1);
            closes.closeClient();
            assertThat(completes.readAll()).hasSize(CONTENT.length);
            completes.closeClient();
            completed.awaitOutcome(Outcome.COMPLETED);
            reset.awaitOutcome(Outcome.CLIENT_GONE);
            closed.awaitOutcome(Outcome.CLIENT_GONE);
            neverBegan.awaitOutcome(Outcome.CLIENT_GONE);
            // The rest is the manager's to close, so nothing here may do it in its place.
            Patience.await().until(() -> !completes.server().isOpen());
            Patience.await()
                    .until(() -> !resets.server().isOpen() && !closes.server().isOpen());
        }
    }

    private static boolean isIdle(ManagerStats stats) {
        return stats.queueLength() + stats.active() + stats.lingering() + stats.openFiles() == 0;
    }

    private static List<Thread> loopThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("spillway-loop"))
                .toList();
    }
}
