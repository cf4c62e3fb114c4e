/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.spillway.manager.api.Outcome;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The time between the last byte and the close: input that nobody reads must not destroy the end of the answer. */
@Timeout(120)
class LingerIT {
    /** Fits into the send buffer of the server, but not into the receive buffer of a small client. */
    private static final byte[] CONTENT = SampleFiles.bytes(100_000, 1);

    private static final byte[] INPUT = SampleFiles.bytes(20_000, 2);

    @TempDir
    private Path dir;

    private Path path;

    @BeforeEach
    void writeTheFile() throws IOException {
        path = SampleFiles.write(dir.resolve("file"), CONTENT);
    }

    @Test
    void unreadInputDoesNotResetTheConnectionBeforeTheLastByteIsRead() throws Exception {
        try (ManagerRig rig = ManagerRig.start(config -> config.withLingerTimeout(Patience.DEADLINE))) {
            LoopbackPair pair = rig.connectAhead();
            pair.send(INPUT);
            RecordedEnd end = rig.sendFile(pair, path);
            end.awaitOutcome(Outcome.COMPLETED);
            pair.send(INPUT);
            assertThat(pair.read(1000)).isEqualTo(Arrays.copyOf(CONTENT, 1000));
            pair.send(INPUT);
            byte[] rest = pair.readAll();
            assertThat(rest).isEqualTo(Arrays.copyOfRange(CONTENT, 1000, CONTENT.length));
            pair.send(INPUT);
            pair.closeClient();
            Patience.await().until(() -> rig.stats().lingering() == 0);
        }
    }

    /** The counterpart, which shows that the input of these tests would reset the connection. */
    @Test
    void withoutLingerTimeUnreadInputResetsTheConnection() throws Exception {
        try (ManagerRig rig = ManagerRig.start(config -> config.withLingerTimeout(Duration.ZERO))) {
            LoopbackPair pair = rig.connectAhead();
            pair.send(INPUT);
            RecordedEnd end = rig.sendFile(pair, path);
            end.awaitOutcome(Outcome.COMPLETED);
            Patience.await().until(() -> !pair.server().isOpen());
            assertThatExceptionOfType(SocketException.class).isThrownBy(pair::readAll);
        }
    }

    @Test
    void aClientThatNeverClosesIsClosedAfterTheLingerTime() throws Exception {
        try (ManagerRig rig = ManagerRig.start(config -> config.withLingerTimeout(Duration.ofMillis(200)))) {
            LoopbackPair pair = rig.connect();
            RecordedEnd end = rig.sendFile(pair, path);
            assertThat(pair.readAll()).isEqualTo(CONTENT);
            end.awaitOutcome(Outcome.COMPLETED);
            Patience.await().until(() -> !pair.server().isOpen());
        }
    }

    @Test
    void aClientThatGoesOnSendingIsClosedAfterTheLingerTime() throws Exception {
        try (ManagerRig rig = ManagerRig.start(config -> config.withLingerTimeout(Duration.ofMillis(300)))) {
            LoopbackPair pair = rig.connect();
            RecordedEnd end = rig.sendFile(pair, path);
            assertThat(pair.readAll()).isEqualTo(CONTENT);
            end.awaitOutcome(Outcome.COMPLETED);
            long deadlineNanos = System.nanoTime() + Patience.DEADLINE.toNanos();
            assertThatExceptionOfType(SocketException.class).isThrownBy(() -> {
                while (System.nanoTime() < deadlineNanos) {
                    pair.send(INPUT);
                }
            });
            Patience.await().until(() -> rig.stats().lingering() == 0);
        }
    }

    @Test
    void aClientThatResetsWhileLingeringChangesNoOutcome() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connect();
            RecordedEnd end = rig.sendFile(pair, path);
            assertThat(pair.readAll()).isEqualTo(CONTENT);
            end.awaitOutcome(Outcome.COMPLETED);
            pair.resetClient();
            Patience.await().until(() -> rig.stats().lingering() == 0);
            assertThat(rig.stats().ended(Outcome.COMPLETED)).isEqualTo(1);
            assertThat(rig.stats().ended(Outcome.CLIENT_GONE)).isZero();
        }
    }
}
