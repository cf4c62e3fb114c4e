/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.Segment.Bytes;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Transfer;
import dev.spillway.manager.api.TransferEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that change while they are being sent: the client gets the version that was announced, or sees that the answer
 * was cut. Never does it get a mix as a complete answer.
 */
@Timeout(120)
class ChangedFileIT {
    private static final int SIZE = 3 << 20;
    private static final int TURN = 64 << 10;
    private static final byte[] OLD = SampleFiles.bytes(SIZE, 1);
    private static final byte[] NEW = SampleFiles.bytes(SIZE, 2);

    @TempDir
    private Path dir;

    private Path path;

    private interface Change {
        void applyTo(Path path) throws IOException;
    }

    @BeforeEach
    void writeTheFile() throws IOException {
        path = SampleFiles.write(dir.resolve("file"), OLD);
    }

    @Test
    void aFileTruncatedAheadOfThePositionCutsTheAnswer() throws Exception {
        byte[] received = receivedWithCut(file -> SampleFiles.truncate(file, 1 << 20));
        assertThat(received).isEqualTo(Arrays.copyOf(OLD, 1 << 20));
    }

    @Test
    void aFileTruncatedToNothingCutsTheAnswer() throws Exception {
        byte[] received = receivedWithCut(file -> SampleFiles.truncate(file, 0));
        assertThat(received).isEqualTo(Arrays.copyOf(OLD, received.length));
    }

    @Test
    void aFileWhoseLastByteIsGoneCutsTheAnswer() throws Exception {
        receivedWithCut(file -> SampleFiles.truncate(file, SIZE - 1));
    }

    @Test
    void aFileOverwrittenInPlaceCutsTheAnswer() throws Exception {
        receivedWithCut(file -> SampleFiles.overwrite(file, NEW));
    }

    @Test
    void aFileOfWhichTheLastByteWasOverwrittenCutsTheAnswer() throws Exception {
        receivedWithCut(file -> {
            byte[] other = OLD.clone();
            other[SIZE - 1]++;
            SampleFiles.overwrite(file, other);
        });
    }

    @Test
    void aDeletedFileIsSentToItsEnd() throws Exception {
        assertThat(receivedCompletely(Files::delete)).isEqualTo(OLD);
    }

    @Test
    void aFileReplacedByAnotherIsSentInItsOldVersion() throws Exception {
        assertThat(receivedCompletely(file -> SampleFiles.replace(file, NEW))).isEqualTo(OLD);
        assertThat(receivedCompletely(file -> SampleFiles.replace(file, new byte[1])))
                .as("the version that replaced it, replaced in turn")
                .isEqualTo(NEW);
    }

    @Test
    void aFileThatGrowsIsSentUpToTheAnnouncedLength() throws Exception {
        assertThat(receivedCompletely(file -> SampleFiles.append(file, NEW))).isEqualTo(OLD);
    }

    @Test
    void aShortAnswerOfAFileOverwrittenBeforeItsFirstTurnIsCut() throws Exception {
        assertCutWhenOverwrittenBeforeTheFirstTurn(new FileRegion(0, 100));
    }

    @Test
    void anAnswerOfExactlyOneTurnIsCutWhenTheFileWasOverwritten() throws Exception {
        assertCutWhenOverwrittenBeforeTheFirstTurn(new FileRegion(0, TURN));
    }

    /** The region fits into the turn, and the trailer goes with it although both together are more than a turn. */
    @Test
    void anAnswerWhoseTrailerGoesOverTheTurnIsCutWhenTheFileWasOverwritten() throws Exception {
        assertCutWhenOverwrittenBeforeTheFirstTurn(new FileRegion(0, TURN - 10), new Bytes(new byte[50]));
    }

    private void assertCutWhenOverwrittenBeforeTheFirstTurn(Segment... segments) throws Exception {
        try (ManagerRig rig = ManagerRig.start(config -> config.withTurnBytes(TURN))) {
            SourceFile file = rig.manager().open(path);
            Transfer transfer = new Transfer(file, List.of(segments));
            SampleFiles.overwrite(path, NEW);
            LoopbackPair pair = rig.connect();
            RecordedEnd end = rig.send(pair, transfer);
            assertThat(pair.readUntilCut().length).as("bytes received").isLessThan((int) transfer.length());
            end.awaitOutcome(Outcome.FILE_CHANGED);
        }
    }

    private byte[] receivedWithCut(Change change) throws Exception {
        try (ManagerRig rig = ManagerRig.start(config -> config.withTurnBytes(TURN))) {
            LoopbackPair pair = rig.connectSmall();
            RecordedEnd end = rig.sendFile(pair, path);
            rig.awaitBlocked();
            change.applyTo(path);
            byte[] received = pair.readUntilCut();
            TransferEnd transferEnd = end.awaitOutcome(Outcome.FILE_CHANGED);
            assertThat(received.length).as("bytes received").isLessThan(SIZE);
            assertThat(transferEnd.bytesSent()).as("bytes sent").isBetween((long) received.length, SIZE - 1L);
            return received;
        }
    }

    private byte[] receivedCompletely(Change change) throws Exception {
        try (ManagerRig rig = ManagerRig.start(config -> config.withTurnBytes(TURN))) {
            LoopbackPair pair = rig.connectSmall();
            RecordedEnd end = rig.sendFile(pair, path);
            rig.awaitBlocked();
            change.applyTo(path);
            byte[] received = pair.readAll();
            end.awaitOutcome(Outcome.COMPLETED);
            return received;
        }
    }
}
