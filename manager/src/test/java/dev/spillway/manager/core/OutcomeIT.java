/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.Segment.Bytes;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.Transfer;
import dev.spillway.manager.api.TransferEnd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Why downloads end when the client is the cause, or the manager. That each ends exactly once is checked by {@link
 * ManagerRig#close}; ends that a stop causes are in {@link StopIT}, those by a change of the file in {@link
 * ChangedFileIT}.
 */
@Timeout(120)
class OutcomeIT {
    private static final byte[] CONTENT = SampleFiles.bytes(3 << 20, 1);

    @TempDir
    private Path dir;

    private Path path;

    @BeforeEach
    void writeTheFile() throws IOException {
        path = SampleFiles.write(dir.resolve("file"), CONTENT);
    }

    @Test
    void aClientThatTakesEverythingIsCompleted() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connect();
            RecordedEnd end = rig.sendFile(pair, path);
            assertThat(pair.readAll()).isEqualTo(CONTENT);
            assertThat(end.awaitOutcome(Outcome.COMPLETED).bytesSent()).isEqualTo(CONTENT.length);
            assertThat(rig.stats().ended(Outcome.COMPLETED)).isEqualTo(1);
        }
    }

    @Test
    void aClientThatClosesInTheMiddleIsGone() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connectSmall();
            RecordedEnd end = rig.sendFile(pair, path);
            pair.read(100_000);
            pair.closeClient();
            TransferEnd transferEnd = end.awaitOutcome(Outcome.CLIENT_GONE);
            assertThat(transferEnd.bytesSent()).isBetween(100_000L, CONTENT.length - 1L);
            assertThat(rig.stats().bytesSent()).isEqualTo(transferEnd.bytesSent());
        }
    }

    @Test
    void aClientThatResetsWhileTheBuffersAreFullIsGone() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connectSmall();
            RecordedEnd end = rig.sendFile(pair, path);
            rig.awaitBlocked();
            pair.resetClient();
            assertThat(end.awaitOutcome(Outcome.CLIENT_GONE).bytesSent()).isLessThan(CONTENT.length);
        }
    }

    @Test
    void aClientThatResetsInTheMiddleIsGone() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connectSmall();
            RecordedEnd end = rig.sendFile(pair, path);
            pair.read(100_000);
            pair.resetClient();
            end.awaitOutcome(Outcome.CLIENT_GONE);
        }
    }

    @Test
    void aClientThatResetBeforeTheHandOverIsGone() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connect();
            pair.resetClient();
            RecordedEnd end = rig.sendFile(pair, path);
            end.awaitOutcome(Outcome.CLIENT_GONE);
        }
    }

    @Test
    void aClientThatResetDuringTheHeadIsGone() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connectSmall();
            RecordedEnd end = rig.send(pair, path, new Bytes(CONTENT), new FileRegion(0, 1));
            rig.awaitBlocked();
            pair.resetClient();
            end.awaitOutcome(Outcome.CLIENT_GONE);
        }
    }

    @Test
    void aSocketThatWasClosedBeforeTheHandOverIsGone() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connect();
            pair.server().close();
            RecordedEnd end = rig.sendFile(pair, path);
            assertThat(end.awaitOutcome(Outcome.CLIENT_GONE).bytesSent()).isZero();
            assertThat(pair.readUntilCut()).isEmpty();
        }
    }

    @Test
    void aClientThatTakesNothingIsStalledAndReset() throws Exception {
        try (ManagerRig rig = ManagerRig.start(config -> config.withStallTimeout(Duration.ofMillis(300)))) {
            LoopbackPair pair = rig.connectSmall();
            RecordedEnd end = rig.sendFile(pair, path);
            TransferEnd transferEnd = end.awaitOutcome(Outcome.STALLED);
            assertThat(transferEnd.duration()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
            assertThatExceptionOfType(SocketException.class)
                    .as("a clean end would leave all that is buffered with the kernel")
                    .isThrownBy(pair::readAll);
        }
    }

    /** It takes several times the stall timeout in all, but never so long without a byte. */
    @Test
    void aClientThatTakesAPieceNowAndThenIsNotStalled() throws Exception {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try (ManagerRig rig = ManagerRig.start(config -> config.withStallTimeout(Duration.ofSeconds(1)))) {
            LoopbackPair pair = rig.connectSmall();
            RecordedEnd end = rig.send(pair, path, endless());
            ScheduledFuture<?> reading =
                    clock.scheduleWithFixedDelay(() -> readSome(pair), 0, 50, TimeUnit.MILLISECONDS);
            long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
            Patience.await().until(() -> reading.isDone() || end.hasEnded() || System.nanoTime() > deadlineNanos);
            assertThat(reading.isDone()).isFalse();
            assertThat(end.hasEnded()).isFalse();
            reading.cancel(false);
            end.awaitOutcome(Outcome.STALLED);
        } finally {
            clock.shutdownNow();
        }
    }

    @Test
    void aFileThatCantBeReadIsAFailure() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            RecordedEnd end = rig.send(rig.connect(), broken(() -> {}));
            assertThat(end.awaitOutcome(Outcome.FAILED).bytesSent()).isZero();
            assertTakesMore(rig);
        }
    }

    /** A half-closed client still wants its file, so the log has to say that the file is the trouble. */
    @Test
    void aFileThatCantBeReadIsNotBlamedOnAHalfClosedClient() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connect();
            pair.client().shutdownOutput();
            rig.send(pair, broken(() -> {})).awaitOutcome(Outcome.FAILED);
        }
    }

    @Test
    void whateverAFileThrowsEndsItsOwnDownloadOnly() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            Transfer throwing = broken(() -> {
                throw new IllegalStateException("on purpose");
            });
            Transfer worse = broken(() -> {
                throw new AssertionError("on purpose");
            });
            rig.send(rig.connect(), throwing).awaitOutcome(Outcome.FAILED);
            rig.send(rig.connect(), worse).awaitOutcome(Outcome.FAILED);
            assertTakesMore(rig);
        }
    }

    @Test
    void aSocketThatIsNotConnectedIsAFailureOfItsOwnOnly() throws Exception {
        try (ManagerRig rig = ManagerRig.start();
                SocketChannel unconnected = SocketChannel.open()) {
            RecordedEnd end = rig.newEnd();
            Transfer transfer = new Transfer(rig.manager().open(path), List.of(new FileRegion(0, 1)));
            ManagerRig.start(rig.admit(), unconnected, transfer, end);
            end.awaitOutcome(Outcome.FAILED);
            Patience.await().until(() -> !unconnected.isOpen());
            assertTakesMore(rig);
        }
    }

    private void assertTakesMore(ManagerRig rig) throws IOException, InterruptedException {
        LoopbackPair pair = rig.connect();
        RecordedEnd end = rig.sendFile(pair, path);
        assertThat(pair.readAll()).isEqualTo(CONTENT);
        end.awaitOutcome(Outcome.COMPLETED);
    }

    /** As long as the test goes on, however fast it reads. */
    private static FileRegion[] endless() {
        FileRegion[] regions = new FileRegion[100_000];
        Arrays.fill(regions, new FileRegion(0, CONTENT.length));
        return regions;
    }

    private static void readSome(LoopbackPair pair) {
        try {
            pair.read(64 << 10);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Transfer broken(Runnable onCheck) throws IOException {
        return new Transfer(new BrokenFile(path, onCheck), List.of(new FileRegion(0, 1)));
    }
}
