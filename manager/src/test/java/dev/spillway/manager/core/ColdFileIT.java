/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.ClientSocket;
import dev.spillway.manager.api.Download;
import dev.spillway.manager.api.DownloadState;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.Place;
import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Terms;
import dev.spillway.manager.api.Transfer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is not in memory is brought there by other threads than the loops. A file that was never written is a good example:
 * none of its pages is there, and all of them are zeros.
 */
@Timeout(120)
class ColdFileIT {
    private static final int LENGTH = 6 << 20;

    @TempDir
    private Path dir;

    private Path cold;

    @BeforeEach
    void makeAFileWithoutPages() throws IOException {
        cold = dir.resolve("cold");
        try (RandomAccessFile file = new RandomAccessFile(cold.toFile(), "rw")) {
            file.setLength(LENGTH);
        }
    }

    @Test
    void aColdFileArrivesAndIsHotAfterwards() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair first = rig.connect();
            rig.sendFile(first, cold);
            assertThat(first.readAll()).isEqualTo(new byte[LENGTH]);
            assertThat(rig.stats().coldReads().misses()).isPositive();
            assertThat(rig.stats().coldReads().bytes()).isPositive(); // the kernel may have read ahead, too
            long misses = rig.stats().coldReads().misses();
            LoopbackPair second = rig.connect();
            rig.sendFile(second, cold);
            assertThat(second.readAll()).isEqualTo(new byte[LENGTH]);
            assertThat(rig.stats().coldReads().misses()).isEqualTo(misses);
            assertThat(rig.stats().coldReads().hits()).isPositive();
        }
    }

    @Test
    void manyWhoWantTheSameColdFileHaveItReadOnce() throws Exception {
        try (CountingReaders readers = new CountingReaders();
                ManagerRig rig = ManagerRig.start(config -> config.withLoops(2))) {
            List<RecordedEnd> ends = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                LoopbackPair pair = rig.connect();
                ends.add(rig.sendFile(pair, cold));
                readers.add(pair);
            }
            for (RecordedEnd end : ends) {
                end.awaitOutcome(Outcome.COMPLETED);
            }
            assertThat(rig.stats().coldReads().bytes()).isBetween(1L, (long) LENGTH);
        }
    }

    @Test
    void aStuckDiskHoldsUpNobodyElse() throws Exception {
        Path hot = SampleFiles.write(dir.resolve("hot"), SampleFiles.bytes(LENGTH, 1));
        StuckFile file = new StuckFile(cold);
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair stuck = rig.connect();
            RecordedEnd stuckEnd = rig.send(stuck, transfer(file));
            Patience.await().until(() -> rig.manager().downloads(1).get(0).state() == DownloadState.HELD_BACK);
            LoopbackPair pair = rig.connect();
            rig.sendFile(pair, hot);
            assertThat(pair.readAll()).isEqualTo(SampleFiles.bytes(LENGTH, 1));
            assertThat(stuckEnd.hasEnded()).isFalse();
            file.release();
            assertThat(stuck.readAll()).isEqualTo(new byte[LENGTH]);
            stuckEnd.awaitOutcome(Outcome.COMPLETED);
            Patience.await().until(() -> file.holders() == 0);
        }
    }

    @Test
    void aDownloadThatWaitsForADiskCanBeCancelledAndItsFileIsClosedLater() throws Exception {
        StuckFile file = new StuckFile(cold);
        try (ManagerRig rig = ManagerRig.start()) {
            RecordedEnd end = rig.send(rig.connect(), transfer(file));
            Patience.await().until(() -> rig.manager().downloads(1).get(0).state() == DownloadState.HELD_BACK);
            rig.manager().cancel(rig.manager().downloads(1).get(0).id());
            end.awaitOutcome(Outcome.CANCELLED);
            assertThat(file.holders()).as("who reads still has it").isPositive();
            file.release();
            Patience.await().until(() -> file.holders() == 0);
        }
    }

    /** A thread of the caller must not wait for a disk either. */
    @Test
    void aColdFileIsNotSentAtOnce() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connect();
            pair.server().configureBlocking(false);
            ClientSocket socket = ManagerRig.plain(pair.server());
            SourceFile file = rig.manager().open(cold);
            Transfer transfer = new Transfer(file, List.<Segment>of(new FileRegion(0, 1000)));
            Place place = (Place) rig.manager().admit(file, Terms.NONE);
            Download download = place.begin(transfer, rig.newEnd());
            assertThat(download.sendAtOnce(socket)).isFalse();
            assertThat(rig.stats().bytesSent()).isZero();
            download.start(socket, Optional.empty());
            assertThat(pair.readAll()).isEqualTo(new byte[1000]);
        }
    }

    private static Transfer transfer(SourceFile file) {
        return new Transfer(file, List.of(new FileRegion(0, LENGTH)));
    }
}
