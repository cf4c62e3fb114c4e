/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.spillway.manager.api.Download;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SocketReturn;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Terms;
import dev.spillway.manager.api.Transfer;
import dev.spillway.manager.api.TransferEnd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The steps of a download: sent at once by the caller or by a loop, and the socket given back or closed. */
@Timeout(120)
class DownloadIT {
    private static final byte[] CONTENT = SampleFiles.bytes(3 << 20, 1);

    private final RecordedEnd end = new RecordedEnd();

    @TempDir
    private Path dir;

    private Path path;

    @BeforeEach
    void writeTheFile() throws IOException {
        path = SampleFiles.write(dir.resolve("file"), CONTENT);
    }

    @Test
    void aShortDownloadIsSentOnTheThreadOfTheCaller() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = nonBlocking(rig.connect());
            Download download = begin(rig, 10_000, 0);
            assertThat(download.sendAtOnce(ManagerRig.plain(pair.server()))).isTrue();
            assertThat(end.hasEnded()).isFalse();
            download.finish();
            assertThat(end.awaitOutcome(Outcome.COMPLETED).bytesSent()).isEqualTo(10_000);
            assertThat(pair.read(10_000)).isEqualTo(SampleFiles.head(CONTENT, 10_000));
            assertThat(pair.server().isOpen()).as("it stays with the caller").isTrue();
            assertThat(rig.stats().total()).isEqualTo(1);
            assertThat(rig.stats().openFiles()).isZero();
        }
    }

    @Test
    void whatIsNotSentAtOnceIsSentByTheLoopWithoutGap() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = nonBlocking(rig.connectSmall());
            Download download = begin(rig, CONTENT.length, 0);
            assertThat(download.sendAtOnce(ManagerRig.plain(pair.server()))).isFalse();
            assertThat(rig.stats().bytesSent()).isBetween(1L, CONTENT.length - 1L);
            assertThatIllegalStateException().isThrownBy(download::finish);
            download.start(ManagerRig.plain(pair.server()), Optional.empty());
            assertThat(pair.readAll()).isEqualTo(CONTENT);
            TransferEnd transferEnd = end.awaitOutcome(Outcome.COMPLETED);
            assertThat(transferEnd.bytesSent()).isEqualTo(CONTENT.length);
            assertThat(transferEnd.timeToFirstByte()).isPresent();
            assertThat(transferEnd.timeToFirstByte().get()).isLessThan(transferEnd.duration());
        }
    }

    /** Nothing of the answer can be wrong any more: the file is not read again. */
    @Test
    void aFileThatChangesAfterAllWasSentAtOnceIsNoChange() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = nonBlocking(rig.connect());
            Download download = begin(rig, 10_000, 0);
            assertThat(download.sendAtOnce(ManagerRig.plain(pair.server()))).isTrue();
            assertThat(pair.read(10_000)).isEqualTo(SampleFiles.head(CONTENT, 10_000));
            SampleFiles.overwrite(path, SampleFiles.bytes(10_000, 2));
            download.start(ManagerRig.plain(pair.server()), Optional.empty());
            assertThat(pair.readAll()).isEmpty();
            end.awaitOutcome(Outcome.COMPLETED);
        }
    }

    @Test
    void anAbandonedDownloadIsOneWhoseClientIsGone() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            begin(rig, 10_000, 0).abandon();
            TransferEnd transferEnd = end.awaitOutcome(Outcome.CLIENT_GONE);
            assertThat(transferEnd.bytesSent()).isZero();
            assertThat(transferEnd.timeToFirstByte()).isEmpty();
            assertThat(rig.stats().openFiles()).isZero();
        }
    }

    @Test
    void anOpenConnectionIsGivenBackFreeOfTheSelector() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connectSmall();
            CompletableFuture<Integer> returned = new CompletableFuture<>();
            AtomicInteger refusals = new AtomicInteger(3);
            SocketReturn giveBack = sentAhead -> refusals.getAndDecrement() <= 0
                            && !pair.server().isRegistered()
                            && returned.complete(sentAhead.remaining())
                    ? SocketReturn.Answer.TAKEN
                    : SocketReturn.Answer.NOT_YET;
            begin(rig, CONTENT.length, 0).start(ManagerRig.plain(pair.server()), Optional.of(giveBack));
            pair.send(new byte[] {7, 8});
            assertThat(pair.read(CONTENT.length)).isEqualTo(CONTENT);
            end.awaitOutcome(Outcome.COMPLETED);
            assertThat(returned.get(30, TimeUnit.SECONDS))
                    .as("without TLS, what was sent ahead stays in the socket")
                    .isZero();
            SocketChannel socket = pair.server();
            assertThat(socket.isOpen()).isTrue();
            assertThat(refusals.get()).as("asked again until it was taken").isEqualTo(-1);
            assertThat(rig.stats().lingering()).isZero();
            ByteBuffer input = ByteBuffer.allocate(10);
            Patience.await().until(() -> socket.read(input) >= 0 && input.position() == 2);
            rig.manager().stop(Duration.ZERO);
            socket.write(ByteBuffer.wrap(new byte[] {42}));
            assertThat(pair.read(1)).as("not even a stop touches it").containsExactly(42);
        }
    }

    @Test
    void whoeverFailsToTakeASocketBackHarmsNobody() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connect();
            SocketReturn throwing = sentAhead -> {
                throw new IllegalStateException("on purpose");
            };
            begin(rig, 10_000, 0).start(ManagerRig.plain(pair.server()), Optional.of(throwing));
            assertThat(pair.readAll()).hasSize(10_000);
            end.awaitOutcome(Outcome.COMPLETED);
            LoopbackPair next = rig.connect();
            RecordedEnd nextEnd = rig.sendFile(next, path);
            assertThat(next.readAll()).isEqualTo(CONTENT);
            nextEnd.awaitOutcome(Outcome.COMPLETED);
        }
    }

    /** Also with unread input in the socket, which would make the kernel reset the connection. */
    @Test
    void aConnectionThatIsRefusedIsClosedInOrder() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connectSmall();
            Optional<SocketReturn> refusing = Optional.of(sentAhead -> SocketReturn.Answer.REFUSED);
            begin(rig, CONTENT.length, 0).start(ManagerRig.plain(pair.server()), refusing);
            pair.send(new byte[] {7, 8});
            assertThat(pair.readAll()).isEqualTo(CONTENT);
            end.awaitOutcome(Outcome.COMPLETED);
            pair.client().close();
            Patience.await()
                    .until(() -> rig.stats().lingering() == 0 && !pair.server().isOpen());
        }
    }

    @Test
    void aSocketThatNobodyTakesBackIsClosedByTheStop() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connect();
            begin(rig, 10_000, 0)
                    .start(ManagerRig.plain(pair.server()), Optional.of(sentAhead -> SocketReturn.Answer.NOT_YET));
            end.awaitOutcome(Outcome.COMPLETED);
            assertThat(rig.manager().stop(Duration.ZERO).cut()).isZero();
            assertThat(pair.server().isOpen()).isFalse();
        }
    }

    @Test
    void aConnectionWhoseClientIsGoneIsNotGivenBack() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connectSmall();
            AtomicInteger returns = new AtomicInteger();
            SocketReturn counting = sentAhead -> {
                returns.incrementAndGet();
                return SocketReturn.Answer.TAKEN;
            };
            begin(rig, CONTENT.length, 0).start(ManagerRig.plain(pair.server()), Optional.of(counting));
            rig.awaitBlocked();
            pair.resetClient();
            end.awaitOutcome(Outcome.CLIENT_GONE);
            rig.manager().stop(Duration.ZERO);
            assertThat(returns).hasValue(0);
            assertThat(pair.server().isOpen()).isFalse();
        }
    }

    /** The rate holds from below exactly, from above as far as a loaded machine allows. */
    @Test
    void aLimitOfTheRateIsKept() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = nonBlocking(rig.connect());
            Download download = begin(rig, 500_000, 250_000);
            assertThat(download.sendAtOnce(ManagerRig.plain(pair.server())))
                    .as("it would be a burst")
                    .isFalse();
            download.start(ManagerRig.plain(pair.server()), Optional.empty());
            assertThat(pair.readAll()).isEqualTo(SampleFiles.head(CONTENT, 500_000));
            assertThat(end.awaitOutcome(Outcome.COMPLETED).duration())
                    .isBetween(Duration.ofMillis(1_300), Patience.DEADLINE);
        }
    }

    /** Who is paced below the stall timeout has not stalled. */
    @Test
    void aPacedClientIsNotStalled() throws Exception {
        try (ManagerRig rig = ManagerRig.start(config -> config.withStallTimeout(Duration.ofMillis(200)))) {
            LoopbackPair pair = rig.connect();
            begin(rig, 10, 10).start(ManagerRig.plain(pair.server()), Optional.empty());
            assertThat(pair.readAll()).hasSize(10);
            assertThat(end.awaitOutcome(Outcome.COMPLETED).duration()).isGreaterThan(Duration.ofMillis(500));
        }
    }

    private static LoopbackPair nonBlocking(LoopbackPair pair) throws IOException {
        pair.server().configureBlocking(false);
        return pair;
    }

    private Download begin(ManagerRig rig, long length, long bytesPerSecond) throws IOException {
        rig.watch(end);
        SourceFile file = rig.manager().open(path);
        Transfer transfer =
                new Transfer(file, List.of(new FileRegion(0, length)), Terms.NONE.withRate(bytesPerSecond, 0));
        return rig.admit().begin(transfer, end);
    }
}
