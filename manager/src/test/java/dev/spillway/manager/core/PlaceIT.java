/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.Place;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Transfer;
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
    void aPlaceThatIsGivenUpBeginsNothing() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            Place place = rig.admit();
            place.giveUp();
            place.giveUp();
            try (SourceFile file = rig.manager().open(path)) {
                Transfer transfer = new Transfer(file, List.of(new FileRegion(0, file.size())));
                assertThatIllegalStateException().isThrownBy(() -> place.begin(transfer, end -> {}));
                assertThat(file.channel().isOpen())
                        .as("it stays with the caller")
                        .isTrue();
            }
            assertThat(rig.stats().total()).isZero();
            assertThat(rig.stats().openFiles()).isZero();
        }
    }

    @Test
    void aPlaceIsGoodForOneDownload() throws Exception {
        try (ManagerRig rig = ManagerRig.start();
                SourceFile another = rig.manager().open(path)) {
            Place place = rig.admit();
            RecordedEnd end = rig.newEnd();
            LoopbackPair pair = rig.connectSmall();
            ManagerRig.start(place, pair.server(), transfer(rig), end);
            Transfer unwanted = new Transfer(another, List.of(new FileRegion(0, 1)));
            assertThatIllegalStateException().isThrownBy(() -> place.begin(unwanted, end));
            place.giveUp();
            assertThat(pair.readAll()).isEqualTo(CONTENT);
            end.awaitOutcome(Outcome.COMPLETED);
            assertThat(rig.stats().total()).isEqualTo(1);
        }
    }

    /** Giving up after the start must not make the manager forget that the download is there. */
    @Test
    void givingUpAfterTheStartChangesNothing() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            Place place = rig.admit();
            RecordedEnd end = rig.newEnd();
            ManagerRig.start(place, rig.connectSmall().server(), transfer(rig), end);
            place.giveUp();
            rig.awaitBlocked();
            Place another = rig.admit();
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
            ManagerRig.start(rig.admit(), pair.server(), transfer(rig), end -> {
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
                RecordedEnd end = rig.newEnd();
                ManagerRig.start(rig.admit(), pair.server(), transfer(rig), transferEnd -> {
                    end.ended(transferEnd);
                    failure.run();
                });
                assertThat(pair.readAll()).isEqualTo(CONTENT);
                end.awaitOutcome(Outcome.COMPLETED);
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
            Place nextPlace = rig.admit();
            RecordedEnd nextEnd = rig.newEnd();
            ManagerRig.start(
                    rig.admit(),
                    first.server(),
                    transfer(rig),
                    end -> ManagerRig.start(nextPlace, second.server(), next, nextEnd));
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
