/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.Place;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Transfer;
import dev.spillway.manager.api.TransferEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A place is good for one download, and its listener hears of the end once; what else is tried harms nobody. */
@Timeout(120)
class PlaceIT {
    private static final byte[] CONTENT = SampleFiles.bytes(3 << 20, 1);

    @TempDir
    private Path dir;

    private Path path;

    @BeforeEach
    void writeTheFile() throws IOException {
        path = SampleFiles.write(dir.resolve("file"), CONTENT);
    }

    @Test
    void aPlaceThatIsGivenUpStartsNothing() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            Place place = rig.manager().admit().orElseThrow();
            place.giveUp();
            place.giveUp();
            LoopbackPair pair = rig.connect();
            ManagerRig.start(place, pair.server(), transfer(rig), end -> {});
            assertThat(pair.server().isOpen()).isFalse();
            assertThat(pair.readUntilCut()).isEmpty();
            assertThat(rig.stats().total()).isZero();
            assertThat(rig.stats().openFiles()).isZero();
        }
    }

    @Test
    void aPlaceUsedTwiceClosesWhatItWasGivenTheSecondTime() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            Place place = rig.manager().admit().orElseThrow();
            RecordedEnd end = new RecordedEnd();
            LoopbackPair first = rig.connectSmall();
            ManagerRig.start(place, first.server(), transfer(rig), end);
            rig.awaitBlocked();
            LoopbackPair second = rig.connect();
            Transfer unwanted = transfer(rig);
            ManagerRig.start(place, second.server(), unwanted, end);
            place.giveUp();
            assertThat(second.server().isOpen()).isFalse();
            assertThat(second.readUntilCut()).isEmpty();
            assertThat(first.readAll()).isEqualTo(CONTENT);
            end.awaitOutcome(Outcome.COMPLETED);
            assertThat(rig.stats().openFiles()).isZero();
            assertThat(rig.stats().total()).isEqualTo(1);
            assertThat(end.calls()).isEqualTo(1);
        }
    }

    /** Giving up after the start must not make the manager forget that the download is there. */
    @Test
    void givingUpAfterTheStartChangesNothing() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            Place place = rig.manager().admit().orElseThrow();
            RecordedEnd end = new RecordedEnd();
            ManagerRig.start(place, rig.connectSmall().server(), transfer(rig), end);
            place.giveUp();
            rig.awaitBlocked();
            Place another = rig.manager().admit().orElseThrow();
            another.giveUp();
            assertThat(end.hasEnded()).isFalse();
            assertThat(rig.stats().active()).isEqualTo(1);
        }
    }

    /** Whoever is told of the end can rely on it: it is counted, and the file is free. */
    @Test
    void aListenerIsToldAfterTheEndIsCountedAndTheFileClosed() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connect();
            CompletableFuture<ManagerStats> seen = new CompletableFuture<>();
            CompletableFuture<String> thread = new CompletableFuture<>();
            ManagerRig.start(rig.manager().admit().orElseThrow(), pair.server(), transfer(rig), end -> {
                seen.complete(rig.stats());
                thread.complete(Thread.currentThread().getName());
            });
            pair.readAll();
            ManagerStats stats = seen.get(30, TimeUnit.SECONDS);
            assertThat(stats.ended(Outcome.COMPLETED)).isEqualTo(1);
            assertThat(stats.active()).isZero();
            assertThat(stats.openFiles()).isZero();
            assertThat(stats.bytesSent()).isEqualTo(CONTENT.length);
            assertThat(thread.get(30, TimeUnit.SECONDS)).startsWith("spillway-loop-");
        }
    }

    @Test
    void aListenerThatThrowsHarmsNobody() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            List<Runnable> failures = List.of(
                    () -> {
                        throw new IllegalStateException("on purpose");
                    },
                    () -> {
                        throw new AssertionError("on purpose");
                    });
            for (Runnable failure : failures) {
                LoopbackPair pair = rig.connect();
                RecordedEnd end = new RecordedEnd();
                ManagerRig.start(rig.manager().admit().orElseThrow(), pair.server(), transfer(rig), transferEnd -> {
                    end.ended(transferEnd);
                    failure.run();
                });
                assertThat(pair.readAll()).isEqualTo(CONTENT);
                end.awaitOutcome(Outcome.COMPLETED);
                assertThat(end.calls()).isEqualTo(1);
                pair.closeClient();
            }
            Patience.await().until(() -> rig.stats().lingering() == 0);
            assertThat(rig.stats().ended(Outcome.COMPLETED)).isEqualTo(2);
        }
    }

    /** A start from within a listener, thus on the loop: the next download of a chain. */
    @Test
    void aListenerMayStartTheNextDownload() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair first = rig.connect();
            LoopbackPair second = rig.connect();
            Transfer next = transfer(rig);
            Place nextPlace = rig.manager().admit().orElseThrow();
            RecordedEnd nextEnd = new RecordedEnd();
            rig.manager()
                    .admit()
                    .orElseThrow()
                    .start(
                            first.server(),
                            transfer(rig),
                            (TransferEnd end) -> ManagerRig.start(nextPlace, second.server(), next, nextEnd));
            assertThat(first.readAll()).isEqualTo(CONTENT);
            assertThat(second.readAll()).isEqualTo(CONTENT);
            nextEnd.awaitOutcome(Outcome.COMPLETED);
        }
    }

    private Transfer transfer(ManagerRig rig) throws IOException {
        SourceFile file = rig.manager().open(path);
        return new Transfer(file, List.of(new FileRegion(0, file.size())));
    }
}
