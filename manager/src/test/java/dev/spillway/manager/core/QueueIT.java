/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.DownloadState;
import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.Place;
import dev.spillway.manager.api.Refusal;
import dev.spillway.manager.api.Refusal.Reason;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Terms;
import dev.spillway.manager.api.Transfer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** More downloads than places: they wait for their turn, in order, and cost nothing meanwhile (SYSTEMS.md A9, A10). */
@Timeout(120)
class QueueIT {
    /** With these, a unit of length is what the discipline of the smallest first takes for some four seconds of waiting. */
    private static final int COPIES_OF_A_UNIT = 20;

    private static final byte[] CONTENT = SampleFiles.bytes(3 << 20, 1);

    @TempDir
    private Path dir;

    private Path path;

    @BeforeEach
    void writeTheFile() throws IOException {
        path = SampleFiles.write(dir.resolve("file"), CONTENT);
    }

    @Test
    void whoeverIsBeyondThePlacesWaitsAndIsServedThen() throws Exception {
        try (ManagerRig rig = start(1, 10)) {
            LoopbackPair first = rig.connectSmall();
            rig.send(first, transfer(rig, Terms.NONE));
            rig.awaitBlocked();
            LoopbackPair second = rig.connectSmall();
            RecordedEnd secondEnd = rig.send(second, transfer(rig, Terms.NONE));
            Patience.await().until(() -> rig.stats().queueLength() == 1);
            assertThat(rig.manager().downloads(10))
                    .extracting(view -> view.state())
                    .containsExactly(DownloadState.SENDING, DownloadState.QUEUED);
            assertThat(first.readAll()).isEqualTo(CONTENT);
            assertThat(second.readAll()).isEqualTo(CONTENT);
            secondEnd.awaitOutcome(Outcome.COMPLETED);
            assertThat(rig.stats().waits().count()).isEqualTo(1);
            assertThat(rig.stats().waits().max()).isPositive();
        }
    }

    @Test
    void whoeverIsBeyondTheQueueIsRefusedAndToldWhenToComeAgain() throws Exception {
        try (ManagerRig rig = start(1, 1)) {
            Place active = rig.admit();
            Place queued = rig.admit();
            assertThat(active.isQueued()).isFalse();
            assertThat(queued.isQueued()).isTrue();
            assertThat(rig.ask()).isInstanceOfSatisfying(Refusal.class, refusal -> {
                assertThat(refusal.reason()).isEqualTo(Reason.FULL);
                assertThat(refusal.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofHours(1));
            });
            assertThat(rig.stats().refused()).isEqualTo(1);
            queued.giveUp();
            rig.admit().giveUp();
            active.giveUp();
        }
    }

    @Test
    void aClientThatLeavesTheQueueIsGoneAtOnce() throws Exception {
        try (ManagerRig rig = start(1, 2)) {
            Place active = rig.admit();
            LoopbackPair closing = rig.connect();
            LoopbackPair resetting = rig.connect();
            RecordedEnd closed = rig.send(closing, transfer(rig, Terms.NONE));
            RecordedEnd reset = rig.send(resetting, transfer(rig, Terms.NONE));
            Patience.await().until(() -> rig.stats().queueLength() == 2);
            closing.closeClient();
            resetting.resetClient();
            assertThat(closed.awaitOutcome(Outcome.CLIENT_GONE).bytesSent()).isZero();
            reset.awaitOutcome(Outcome.CLIENT_GONE);
            rig.admit().giveUp(); // there is room again
            active.giveUp();
        }
    }

    /** A pipelined request is no farewell. */
    @Test
    void aClientThatSendsItsNextRequestStays() throws Exception {
        try (ManagerRig rig = start(1, 2)) {
            Place active = rig.admit();
            LoopbackPair pair = rig.connect();
            RecordedEnd end = rig.send(pair, transfer(rig, Terms.NONE));
            pair.send(new byte[100_000]); // more than is kept
            Patience.await().until(() -> rig.stats().queueLength() == 1);
            active.giveUp();
            assertThat(pair.read(CONTENT.length)).isEqualTo(CONTENT);
            end.awaitOutcome(Outcome.COMPLETED);
        }
    }

    @Test
    void whoeverHasWaitedTooLongIsToldSo() throws Exception {
        try (ManagerRig rig = start(1, 2, Duration.ofMillis(50))) {
            Place active = rig.admit();
            LoopbackPair pair = rig.connect();
            RecordedEnd end = rig.send(pair, transfer(rig, Terms.NONE));
            String answer = new String(pair.readAll(), StandardCharsets.US_ASCII);
            assertThat(answer)
                    .startsWith("HTTP/1.1 503 \r\n")
                    .containsPattern("\r\nRetry-After: [1-9][0-9]*\r\n")
                    .contains("\r\nConnection: close\r\n");
            assertThat(end.awaitOutcome(Outcome.WAITED_TOO_LONG).bytesSent()).isZero();
            active.giveUp();
        }
    }

    @Test
    void aWaitingDownloadCanBeCancelledPausedAndLetGoOn() throws Exception {
        try (ManagerRig rig = start(1, 2)) {
            Place active = rig.admit();
            RecordedEnd cancelled = rig.send(rig.connect(), transfer(rig, Terms.NONE));
            LoopbackPair pair = rig.connect();
            rig.send(pair, transfer(rig, Terms.NONE));
            Patience.await().until(() -> rig.stats().queueLength() == 2);
            long first = rig.manager().downloads(2).get(0).id();
            long second = rig.manager().downloads(2).get(1).id();
            rig.manager().cancel(first);
            cancelled.awaitOutcome(Outcome.CANCELLED);
            rig.manager().pause(second);
            active.giveUp();
            Patience.await().until(() -> rig.manager().downloads(1).get(0).state() == DownloadState.PAUSED);
            rig.manager().resume(second);
            assertThat(pair.readAll()).isEqualTo(CONTENT);
        }
    }

    /**
     * Who is served when: clients a and b, priorities, and lengths of the answers, in the order of their coming. The lengths
     * are so far apart that seconds of waiting, which count as some bytes less, change nothing.
     */
    @ParameterizedTest
    @CsvSource({
        "fifo, a5x3 a5x2 a5x1 b5x1, 0 1 2 3",
        "smallest, a5x3 a5x2 a5x1 b5x2, 2 1 3 0",
        "fair, a5x1 a5x1 a5x1 b5x1 b5x1, 0 3 1 4 2",
        "priority, a5x1 a0x1 a9x1 b5x1, 2 0 3 1",
        "dev.spillway.manager.core.LastComeFirstServed, a5x1 a5x1 b5x1, 2 1 0",
    })
    void theDisciplineSaysWhoIsNext(String discipline, String downloads, String expected) throws Exception {
        try (CountingReaders readers = new CountingReaders();
                ManagerRig rig = ManagerRig.start(config -> config.withQueue(
                        config.queue().withMaxActive(1).withMaxQueued(10).withDiscipline(discipline)))) {
            Place active = rig.admit();
            List<Integer> served = new CopyOnWriteArrayList<>();
            String[] all = downloads.split(" ", -1);
            for (int i = 0; i < all.length; i++) {
                int number = i;
                Terms terms = Terms.ofClient(all[i].substring(0, 1)).withPriority(all[i].charAt(1) - '0');
                Transfer transfer = transfer(rig, terms, (all[i].charAt(3) - '0') * COPIES_OF_A_UNIT);
                RecordedEnd end = rig.newEnd();
                LoopbackPair pair = rig.connect();
                readers.add(pair);
                ManagerRig.start((Place) rig.manager().admit(transfer.file(), terms), pair.server(), transfer, told -> {
                    served.add(number);
                    end.ended(told);
                });
                Patience.await().until(() -> rig.stats().queueLength() == number + 1);
            }
            active.giveUp();
            Patience.await().until(() -> served.size() == all.length);
            assertThat(served)
                    .containsExactlyElementsOf(Arrays.stream(expected.split(" ", -1))
                            .map(Integer::valueOf)
                            .toList());
        }
    }

    @Test
    void aRaisedPriorityMovesAWaitingDownloadForward() throws Exception {
        try (ManagerRig rig = ManagerRig.start(
                config -> config.withQueue(config.queue().withMaxActive(1).withDiscipline("priority")))) {
            Place active = rig.admit();
            LoopbackPair first = rig.connectSmall();
            LoopbackPair second = rig.connectSmall();
            rig.send(first, transfer(rig, Terms.NONE));
            RecordedEnd secondEnd = rig.send(second, transfer(rig, Terms.NONE));
            Patience.await().until(() -> rig.stats().queueLength() == 2);
            rig.manager().setPriority(rig.manager().downloads(2).get(1).id(), 9);
            Patience.await().until(() -> rig.manager().downloads(2).get(1).priority() == 9);
            active.giveUp();
            assertThat(second.readAll()).isEqualTo(CONTENT);
            secondEnd.awaitOutcome(Outcome.COMPLETED);
            assertThat(first.readAll()).isEqualTo(CONTENT);
        }
    }

    @Test
    void aClientHasSoManyDownloadsAtOnceAndOthersPassBy() throws Exception {
        Limits limits = Limits.NONE.withDownloads(1, 0);
        try (ManagerRig rig = ManagerRig.start(config -> config.withLimits(limits))) {
            LoopbackPair first = rig.connectSmall();
            LoopbackPair second = rig.connectSmall();
            LoopbackPair other = rig.connectSmall();
            rig.send(first, transfer(rig, Terms.ofClient("2001:db8::1")));
            rig.awaitBlocked();
            rig.send(second, transfer(rig, Terms.ofClient("2001:db8::2")));
            rig.send(other, transfer(rig, Terms.ofClient("2001:db8:0:1::1")));
            assertThat(other.readAll()).as("of another network").isEqualTo(CONTENT);
            assertThat(rig.stats().queueLength()).isEqualTo(1);
            assertThat(first.readAll()).isEqualTo(CONTENT);
            assertThat(second.readAll()).isEqualTo(CONTENT);
        }
    }

    @Test
    void aFileIsSentToSoManyAtOnce() throws Exception {
        Limits limits = Limits.NONE.withDownloads(0, 1);
        try (ManagerRig rig = ManagerRig.start(config -> config.withLimits(limits))) {
            Path another = SampleFiles.write(dir.resolve("another"), CONTENT);
            LoopbackPair first = rig.connectSmall();
            LoopbackPair second = rig.connectSmall();
            LoopbackPair other = rig.connectSmall();
            rig.send(first, transfer(rig, Terms.NONE));
            rig.awaitBlocked();
            rig.send(second, transfer(rig, Terms.NONE));
            rig.sendFile(other, another);
            assertThat(other.readAll()).isEqualTo(CONTENT);
            assertThat(rig.stats().queueLength()).isEqualTo(1);
            rig.manager().setLimits(Limits.NONE);
            assertThat(second.readAll()).as("let in by the change").isEqualTo(CONTENT);
            assertThat(first.readAll()).isEqualTo(CONTENT);
        }
    }

    @Test
    void aStopCutsThoseWhoWait() throws Exception {
        try (ManagerRig rig = start(1, 2)) {
            RecordedEnd active = rig.send(rig.connectSmall(), transfer(rig, Terms.NONE));
            RecordedEnd queued = rig.send(rig.connectSmall(), transfer(rig, Terms.NONE));
            Patience.await().until(() -> rig.stats().queueLength() == 1);
            assertThat(rig.manager().stop(Duration.ZERO).cut()).isEqualTo(2);
            active.awaitOutcome(Outcome.CUT_BY_STOP);
            queued.awaitOutcome(Outcome.CUT_BY_STOP);
        }
    }

    private static ManagerRig start(int maxActive, int maxQueued) throws IOException {
        return start(maxActive, maxQueued, Duration.ofMinutes(5));
    }

    private static ManagerRig start(int maxActive, int maxQueued, Duration maxWait) throws IOException {
        return ManagerRig.start(config -> config.withQueue(
                config.queue().withMaxActive(maxActive).withMaxQueued(maxQueued).withMaxWait(maxWait)));
    }

    private Transfer transfer(ManagerRig rig, Terms terms) throws IOException {
        return transfer(rig, terms, 1);
    }

    private Transfer transfer(ManagerRig rig, Terms terms, int copies) throws IOException {
        SourceFile file = rig.manager().open(path);
        return new Transfer(file, Collections.nCopies(copies, new FileRegion(0, CONTENT.length)), terms);
    }
}
