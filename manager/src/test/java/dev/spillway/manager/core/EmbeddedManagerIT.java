/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.Segment.Bytes;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.TransferEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What arrives at a client, over real sockets (SYSTEMS.md A4, A6, A8, A10, A16). */
@Timeout(120)
class EmbeddedManagerIT {
    private static final byte[] CONTENT = SampleFiles.bytes(3 << 20, 1);
    private static final Bytes HEAD =
            new Bytes("HTTP/1.1 206 \r\nContent-Type: multipart/byteranges\r\n\r\n".getBytes(US_ASCII));

    @TempDir
    private Path dir;

    private Path path;

    @BeforeEach
    void writeTheFile() throws IOException {
        path = SampleFiles.write(dir.resolve("file"), CONTENT);
    }

    @Test
    void headAndRegionsArriveInOrderByteForByte() throws Exception {
        Segment[] answer = {
            HEAD,
            new FileRegion(100, 5_000),
            new Bytes(new byte[0]),
            new Bytes("\r\n--boundary\r\n\r\n".getBytes(US_ASCII)),
            new FileRegion(0, 1),
            new FileRegion((1 << 20) + 3, 1 << 20),
            new FileRegion(50, 100),
            new Bytes("\r\n--boundary--\r\n".getBytes(US_ASCII)),
            new Bytes(new byte[0]),
        };
        byte[] expected = bytesOf(answer);
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connect();
            RecordedEnd end = rig.send(pair, path, answer);
            assertThat(pair.readAll()).isEqualTo(expected);
            TransferEnd transferEnd = end.awaitOutcome(Outcome.COMPLETED);
            assertThat(transferEnd.bytesSent()).isEqualTo(expected.length);
            assertThat(transferEnd.duration()).isPositive().isLessThan(Patience.DEADLINE);
            assertThat(rig.stats().bytesSent()).isEqualTo(expected.length);
        }
    }

    @Test
    void anAnswerFromMemoryAloneNeedsNoRegion() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connect();
            RecordedEnd end = rig.send(pair, path, HEAD);
            assertThat(pair.readAll()).isEqualTo(HEAD.content());
            end.awaitOutcome(Outcome.COMPLETED);
        }
    }

    @Test
    void anAnswerWithoutBytesEndsAtOnce() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connect();
            RecordedEnd end = rig.send(pair, path, new Bytes(new byte[0]));
            assertThat(pair.readAll()).isEmpty();
            assertThat(end.awaitOutcome(Outcome.COMPLETED).bytesSent()).isZero();
        }
    }

    @Test
    void turnsThatAreMuchSmallerThanTheFileAddUpToIt() throws Exception {
        try (ManagerRig rig = ManagerRig.start(config -> config.withTurnBytes(4096))) {
            LoopbackPair pair = rig.connect();
            RecordedEnd end = rig.send(pair, path, HEAD, new FileRegion(0, CONTENT.length));
            assertThat(pair.readAll()).isEqualTo(bytesOf(HEAD, new FileRegion(0, CONTENT.length)));
            end.awaitOutcome(Outcome.COMPLETED);
        }
    }

    @Test
    void partialWritesAreResumedForASlowReaderWithASmallReceiveBuffer() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connectSmall();
            Bytes bigHead = new Bytes(SampleFiles.bytes(200_000, 3));
            RecordedEnd end = rig.send(pair, path, bigHead, new FileRegion(0, CONTENT.length));
            rig.awaitBlocked();
            assertThat(rig.stats().bytesSent())
                    .as("a write of the head was partial")
                    .isLessThan(200_000);
            byte[] expected = bytesOf(bigHead, new FileRegion(0, CONTENT.length));
            int done = 0;
            for (int step = 1; done < expected.length; step++) {
                byte[] piece = pair.read(Math.min(1 + step * 37 % 5_000, expected.length - done));
                assertThat(piece).isEqualTo(Arrays.copyOfRange(expected, done, done + piece.length));
                done += piece.length;
            }
            assertThat(pair.readAll()).as("nothing comes after the end").isEmpty();
            end.awaitOutcome(Outcome.COMPLETED);
        }
    }

    @Test
    void aClientThatHalfClosesItsOutputStillGetsAll() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connectSmall();
            pair.send("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
            pair.client().shutdownOutput();
            RecordedEnd end = rig.sendFile(pair, path);
            rig.awaitBlocked();
            assertThat(pair.readAll()).isEqualTo(CONTENT);
            end.awaitOutcome(Outcome.COMPLETED);
        }
    }

    @Test
    void aSocketMayComeFromAnotherSelectorWithItsKeyCancelled() throws Exception {
        try (ManagerRig rig = ManagerRig.start();
                Selector tomcats = Selector.open()) {
            LoopbackPair pair = rig.connect();
            pair.server().configureBlocking(false);
            SelectionKey key = pair.server().register(tomcats, SelectionKey.OP_READ);
            key.cancel();
            RecordedEnd end = rig.sendFile(pair, path);
            assertThat(pair.readAll()).isEqualTo(CONTENT);
            end.awaitOutcome(Outcome.COMPLETED);
            tomcats.selectNow();
        }
    }

    @Test
    void figuresFollowADownloadThroughItsLife() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair pair = rig.connectSmall();
            RecordedEnd end = rig.sendFile(pair, path);
            rig.awaitBlocked();
            assertThat(rig.stats().active()).isEqualTo(1);
            assertThat(rig.stats().openFiles()).isEqualTo(1);
            assertThat(rig.stats().total()).isEqualTo(1);
            assertThat(rig.stats().lingering()).isZero();
            assertThat(end.hasEnded()).isFalse();
            pair.readAll();
            end.awaitOutcome(Outcome.COMPLETED);
            Patience.await().until(() -> rig.stats().lingering() == 1);
            assertThat(rig.stats().active()).isZero();
            assertThat(rig.stats().openFiles()).isZero();
            assertThat(rig.stats().ended(Outcome.COMPLETED)).isEqualTo(1);
            pair.closeClient();
            Patience.await().until(() -> rig.stats().lingering() == 0);
        }
    }

    @Test
    void downloadsOfOneFileShareItsDescriptor() throws Exception {
        try (ManagerRig rig = ManagerRig.start(config -> config.withLoops(3))) {
            RecordedEnd[] ends = new RecordedEnd[6];
            LoopbackPair[] pairs = new LoopbackPair[6];
            for (int i = 0; i < 6; i++) {
                pairs[i] = rig.connectSmall();
                ends[i] = rig.sendFile(pairs[i], path);
            }
            assertThat(rig.stats().openFiles()).isEqualTo(1);
            for (int i = 0; i < 6; i++) {
                assertThat(pairs[i].readAll()).isEqualTo(CONTENT);
                ends[i].awaitOutcome(Outcome.COMPLETED);
            }
        }
    }

    @Test
    void aNeighbourThatLeavesDoesNotCloseTheSharedFile() throws Exception {
        try (ManagerRig rig = ManagerRig.start()) {
            LoopbackPair stays = rig.connectSmall();
            LoopbackPair leaves = rig.connectSmall();
            RecordedEnd stayed = rig.sendFile(stays, path);
            RecordedEnd left = rig.sendFile(leaves, path);
            rig.awaitBlocked();
            leaves.resetClient();
            left.awaitOutcome(Outcome.CLIENT_GONE);
            assertThat(stays.readAll()).isEqualTo(CONTENT);
            stayed.awaitOutcome(Outcome.COMPLETED);
        }
    }

    private static byte[] bytesOf(Segment... segments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Segment segment : segments) {
            if (segment instanceof Bytes memory) {
                bytes.writeBytes(memory.content());
            } else if (segment instanceof FileRegion region) {
                bytes.write(CONTENT, (int) region.position(), (int) region.length());
            }
        }
        return bytes.toByteArray();
    }
}
