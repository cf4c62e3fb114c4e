/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.Place;
import dev.spillway.manager.api.Refusal;
import dev.spillway.manager.api.Refusal.Reason;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.StopReport;
import dev.spillway.manager.api.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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

/** The end of a manager: who may finish, who is cut, and what the verdict says. */
@Timeout(120)
class StopIT {
    private static final byte[] CONTENT = SampleFiles.bytes(3 << 20, 1);
    private static final Duration AMPLE = Patience.DEADLINE.multipliedBy(2);

    private final ExecutorService stopper = Executors.newCachedThreadPool();

    @TempDir
    private Path dir;

    private Path path;

    @BeforeEach
    void writeTheFile() throws IOException {
        path = SampleFiles.write(dir.resolve("file"), CONTENT);
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        stopper.shutdownNow();
        assertThat(stopper.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anIdleManagerStopsAtOnce() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            assertThat(stopInBackground(rig, AMPLE).get(30, TimeUnit.SECONDS)).isEqualTo(new StopReport(0, 0));
        }
    }

    @Test
    void aDownloadMayEndWithinTheDrainTime() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connectSmall();
            RecordedEnd end = rig.sendFile(pair, path);
            rig.awaitBlocked();
            Future<StopReport> stop = stopInBackground(rig, AMPLE);
            assertThat(pair.readAll()).isEqualTo(CONTENT);
            pair.closeClient();
            end.awaitOutcome(Outcome.COMPLETED);
            assertThat(stop.get(30, TimeUnit.SECONDS))
                    .as("it ended long before the drain time was over")
                    .isEqualTo(new StopReport(1, 0));
        }
    }

    @Test
    void whatIsLeftAfterTheDrainTimeIsCut() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair takesNothing = rig.connectSmall();
            RecordedEnd cut = rig.sendFile(takesNothing, path);
            rig.awaitBlocked();
            LoopbackPair leaves = rig.connectSmall();
            RecordedEnd gone = rig.sendFile(leaves, path);
            Future<StopReport> stop = stopInBackground(rig, Duration.ofSeconds(2));
            leaves.resetClient();
            gone.awaitOutcome(Outcome.CLIENT_GONE);
            assertThat(stop.get(30, TimeUnit.SECONDS)).isEqualTo(new StopReport(1, 1));
            assertThat(cut.awaitOutcome(Outcome.CUT_BY_STOP).duration()).isGreaterThan(Duration.ofSeconds(2));
            assertThat(takesNothing.readUntilCut().length).isLessThan(CONTENT.length);
        }
    }

    @Test
    void withoutDrainTimeAllAreCutAtOnce() throws Exception {
        try (ManagerRig rig = ManagerRig.start(config -> config.withLoops(3))) {
            RecordedEnd[] ends = new RecordedEnd[9];
            for (int i = 0; i < ends.length; i++) {
                ends[i] = rig.sendFile(rig.connectSmall(), path);
            }
            assertThat(rig.manager().stop(Duration.ZERO)).isEqualTo(new StopReport(0, 9));
            for (RecordedEnd end : ends) {
                assertThat(end.hasEnded()).as("the stop has waited for it").isTrue();
                end.awaitOutcome(Outcome.CUT_BY_STOP);
            }
        }
    }

    /** Its answer is sent, so the connection is closed without counting as cut. */
    @Test
    void aLingeringConnectionIsNotCut() throws Exception {
        try (ManagerRig rig = ManagerRig.start(config -> config.withLingerTimeout(Duration.ofSeconds(60)))) {
            LoopbackPair pair = rig.connect();
            RecordedEnd end = rig.sendFile(pair, path);
            assertThat(pair.readAll()).isEqualTo(CONTENT);
            end.awaitOutcome(Outcome.COMPLETED);
            Patience.await().until(() -> rig.stats().lingering() == 1);
            assertThat(rig.manager().stop(Duration.ZERO)).isEqualTo(new StopReport(0, 0));
            assertThat(rig.stats().lingering()).isZero();
            assertThat(pair.server().isOpen()).isFalse();
        }
    }

    @Test
    void aSecondStopGivesTheSameVerdict() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            rig.sendFile(rig.connectSmall(), path);
            StopReport first = rig.manager().stop(Duration.ZERO);
            assertThat(first).isEqualTo(new StopReport(0, 1));
            assertThat(rig.manager().stop(AMPLE)).isEqualTo(first);
        }
    }

    @Test
    void aStopDuringAStopWaitsForIt() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connectSmall();
            rig.sendFile(pair, path);
            rig.awaitBlocked();
            Future<StopReport> first = stopInBackground(rig, AMPLE);
            Future<StopReport> second = stopInBackground(rig, AMPLE);
            assertThat(first.isDone()).isFalse();
            assertThat(second.isDone()).isFalse();
            pair.resetClient();
            StopReport report = first.get(30, TimeUnit.SECONDS);
            assertThat(report).isEqualTo(new StopReport(1, 0));
            assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(report);
        }
    }

    @Test
    void nobodyIsAdmittedAfterAStop() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            rig.admit().giveUp();
            rig.manager().stop(Duration.ZERO);
            assertThat(rig.ask())
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.STOPPING));
        }
    }

    @Test
    void aPlaceThatIsGivenUpHoldsAStopUpNoLonger() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            Place place = rig.admit();
            Future<StopReport> stop = stopInBackground(rig, AMPLE);
            assertThat(stop.isDone()).as("who has a place may still use it").isFalse();
            place.giveUp();
            assertThat(stop.get(30, TimeUnit.SECONDS)).isEqualTo(new StopReport(0, 0));
        }
    }

    @Test
    void aPlaceMayBeUsedDuringTheDrainTime() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            Place place = rig.admit();
            Future<StopReport> stop = stopInBackground(rig, AMPLE);
            LoopbackPair pair = rig.connect();
            RecordedEnd end = rig.newEnd();
            ManagerRig.start(place, pair.server(), transfer(rig), end);
            assertThat(pair.readAll()).isEqualTo(CONTENT);
            pair.closeClient();
            end.awaitOutcome(Outcome.COMPLETED);
            assertThat(stop.get(30, TimeUnit.SECONDS)).isEqualTo(new StopReport(1, 0));
        }
    }

    @Test
    void aPlaceUsedAfterTheStopIsCutAndLeavesNothingOpen() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            Place place = rig.admit();
            rig.manager().stop(Duration.ZERO);
            LoopbackPair pair = rig.connect();
            RecordedEnd end = rig.newEnd();
            ManagerRig.start(place, pair.server(), transfer(rig), end);
            assertThat(end.awaitOutcome(Outcome.CUT_BY_STOP).bytesSent()).isZero();
            assertThat(pair.server().isOpen()).isFalse();
            assertThat(pair.readUntilCut()).isEmpty();
        }
    }

    /** "As long as it takes" is a drain time, too. */
    @Test
    void theLongestDrainTimeThereIsIsAllowed() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            assertThat(rig.manager().stop(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(new StopReport(0, 0));
        }
    }

    /** Whoever interrupts a stop wants it to be over: it goes on without drain time, and the interrupt is not lost. */
    @Test
    void anInterruptedStopCutsAndKeepsTheInterrupt() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            RecordedEnd end = rig.sendFile(rig.connectSmall(), path);
            rig.awaitBlocked();
            Future<Boolean> isInterrupted = stopper.submit(() -> {
                Thread.currentThread().interrupt();
                rig.manager().stop(AMPLE);
                return Thread.interrupted();
            });
            assertThat(isInterrupted.get(30, TimeUnit.SECONDS)).isTrue();
            end.awaitOutcome(Outcome.CUT_BY_STOP);
        }
    }

    /** Returns when the stop has begun. */
    private Future<StopReport> stopInBackground(ManagerRig rig, Duration drainTimeout) {
        Future<StopReport> stop = stopper.submit(() -> rig.manager().stop(drainTimeout));
        Patience.await().until(() -> stop.isDone() || isClosed(rig));
        return stop;
    }

    private static boolean isClosed(ManagerRig rig) {
        if (rig.ask() instanceof Place place) {
            place.giveUp();
            return false;
        }
        return true;
    }

    private Transfer transfer(ManagerRig rig) throws IOException {
        SourceFile file = rig.manager().open(path);
        return new Transfer(file, List.of(new FileRegion(0, file.size())));
    }
}
