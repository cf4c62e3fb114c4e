/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.spillway.manager.api.DownloadState;
import dev.spillway.manager.api.DownloadView;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.Refusal;
import dev.spillway.manager.api.Refusal.Reason;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Terms;
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

/** Running downloads can be looked at, held, let go on, limited and ended from outside. */
@Timeout(120)
class ControlIT {
    private static final byte[] CONTENT = SampleFiles.bytes(3 << 20, 1);
    private static final Terms TERMS = Terms.ofClient("192.0.2.1")
            .withUser("ada")
            .withRequest("/big.iso", "")
            .withRule("films");

    /** Takes what comes without delay, whatever the test is doing. */
    private final ExecutorService reader = Executors.newSingleThreadExecutor();

    @TempDir
    private Path dir;

    private Path path;

    @BeforeEach
    void writeTheFile() throws IOException {
        path = SampleFiles.write(dir.resolve("file"), CONTENT);
    }

    @AfterEach
    void endTheReader() {
        reader.shutdownNow();
    }

    @Test
    void aDownloadIsSeenAsItIs() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            rig.send(rig.connectSmall(), transfer(rig, TERMS.withRate(1 << 30, 0)));
            rig.awaitBlocked();
            assertThat(rig.manager().downloads(10)).singleElement().satisfies(view -> {
                assertThat(view.terms()).isEqualTo(TERMS.withRate(1 << 30, 0));
                assertThat(view.file()).isEqualTo(path.toString());
                assertThat(view.state()).isEqualTo(DownloadState.SENDING);
                assertThat(view.length()).isEqualTo(CONTENT.length);
                assertThat(view.bytesSent()).isEqualTo(rig.stats().bytesSent()).isEqualTo(view.offset());
                assertThat(view.priority()).isEqualTo(Terms.USUAL_PRIORITY);
                assertThat(view.limit()).isEqualTo(1 << 30);
            });
        }
    }

    @Test
    void downloadsAreListedTheOldestFirstUpToTheNumberAskedFor() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            for (int i = 0; i < 5; i++) {
                rig.send(rig.connectSmall(), transfer(rig, Terms.ofClient("192.0.2." + i)));
            }
            assertThat(rig.manager().downloads(3))
                    .extracting(view -> view.terms().client())
                    .containsExactly("192.0.2.0", "192.0.2.1", "192.0.2.2");
            assertThat(rig.manager().downloads(100)).hasSize(5);
        }
    }

    @Test
    void whatHasEndedIsNotListedAndCantBeChanged() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connect();
            RecordedEnd end = rig.send(pair, transfer(rig, TERMS));
            pair.readAll();
            end.awaitOutcome(Outcome.COMPLETED);
            assertThat(rig.manager().downloads(10)).isEmpty();
            assertThat(rig.manager().cancel(1)).isFalse();
            assertThat(rig.manager().pause(1)).isFalse();
            assertThat(rig.manager().resume(1)).isFalse();
            assertThat(rig.manager().setRate(1, 1)).isFalse();
            assertThat(rig.manager().setPriority(1, 1)).isFalse();
        }
    }

    @Test
    void aCancelledDownloadIsCutAndSaysSo() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connectSmall();
            RecordedEnd end = rig.send(pair, transfer(rig, TERMS));
            rig.awaitBlocked();
            assertThat(rig.manager().cancel(onlyView(rig).id())).isTrue();
            end.awaitOutcome(Outcome.CANCELLED);
            assertThat(pair.readUntilCut()).hasSizeLessThan(CONTENT.length);
        }
    }

    @Test
    void aPausedDownloadGoesOnWhereItWas() throws Exception {
        try (ManagerRig rig = ManagerRig.start(config -> config.withStallTimeout(Duration.ofSeconds(1)))) {
            LoopbackPair pair = rig.connectSmall();
            RecordedEnd end = rig.send(pair, transfer(rig, TERMS.withRate(100_000, 0)));
            Future<byte[]> received = reader.submit(pair::readAll);
            long id = onlyView(rig).id();
            rig.manager().pause(id);
            Patience.await().until(() -> onlyView(rig).state() == DownloadState.PAUSED);
            long sent = onlyView(rig).bytesSent();
            Thread.sleep(1_500); // longer than a client may take nothing: it is not the client who waits
            assertThat(onlyView(rig).bytesSent()).isEqualTo(sent);
            rig.manager().setRate(id, 0);
            rig.manager().resume(id);
            end.awaitOutcome(Outcome.COMPLETED);
            assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo(CONTENT);
        }
    }

    @Test
    void aClientThatLeavesWhileItsDownloadIsPausedIsNoticed() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connectSmall();
            RecordedEnd end = rig.send(pair, transfer(rig, TERMS.withRate(100_000, 0)));
            rig.manager().pause(onlyView(rig).id());
            Patience.await().until(() -> onlyView(rig).state() == DownloadState.PAUSED);
            pair.resetClient();
            end.awaitOutcome(Outcome.CLIENT_GONE);
        }
    }

    @Test
    void anotherRateHoldsAtOnce() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connect();
            RecordedEnd end = rig.send(pair, transfer(rig, TERMS.withRate(1, 0)));
            assertThat(onlyView(rig).limit()).isEqualTo(1);
            rig.manager().setRate(onlyView(rig).id(), 0);
            assertThat(pair.readAll())
                    .as("at a byte a second it would take a month")
                    .isEqualTo(CONTENT);
            end.awaitOutcome(Outcome.COMPLETED);
        }
    }

    @Test
    void whatIsOutOfBoundsIsRefused() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            assertThatIllegalArgumentException().isThrownBy(() -> rig.manager().setRate(1, -1));
            assertThatIllegalArgumentException().isThrownBy(() -> rig.manager().setPriority(1, 10));
        }
    }

    @Test
    void aManagerThatDrainsTakesNoMoreUntilItDoesAgain() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            RecordedEnd running = rig.send(rig.connectSmall(), transfer(rig, TERMS));
            rig.manager().setDraining(true);
            assertThat(rig.stats().isDraining()).isTrue();
            assertThat(rig.ask())
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.DRAINING));
            assertThat(running.hasEnded()).isFalse();
            rig.manager().setDraining(false);
            rig.admit().giveUp();
        }
    }

    private static DownloadView onlyView(ManagerRig rig) {
        return rig.manager().downloads(2).get(0);
    }

    private Transfer transfer(ManagerRig rig, Terms terms) throws IOException {
        SourceFile file = rig.manager().open(path);
        return new Transfer(file, List.of(new FileRegion(0, file.size())), terms);
    }
}
