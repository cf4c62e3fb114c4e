/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.spillway.relay.admin.NodeView;
import dev.spillway.relay.admin.TransferDetail;
import dev.spillway.relay.admin.TransferDetail.Target;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** One main server with H2 and four terminals, which all tests share; each publishes under names of its own. */
@TestInstance(Lifecycle.PER_CLASS)
class RelayIT {
    private static final int BYTES = 24_000_000;
    private static final int PIECE_BYTES = 64 << 10;
    private static final int GIVE_UP_SECONDS = 60;

    private final byte[] content = new byte[BYTES];

    @TempDir
    private static Path folder;

    private RelayNet net;

    @BeforeAll
    void start() throws Exception {
        new SplittableRandom(7).nextBytes(content);
        net = new RelayNet(folder);
        net.startMain("main", "sources=127.0.0.1", "giveUp=" + GIVE_UP_SECONDS);
        net.startTerminals("t1", "t2", "t3", "t4");
    }

    @AfterAll
    void stop() {
        net.close();
    }

    /** Cut-through down a chain: the store holds the end back until the last has all that comes before it. */
    @Test
    void piecesGoOnBeforeTheFileIsWhole() throws Exception {
        try (StoreServer store = new StoreServer(content, 50_000_000)) {
            store.gives = offset -> offset < 20_000_000;
            UUID id = net.publish(Orders.chain("through.bin", store.file()));
            net.await(id, detail -> detail.targets().stream().allMatch(target -> target.pieces() >= 150));
            assertThat(net.files("t1").resolve("through.bin")).doesNotExist();
            store.gives = offset -> true;
            net.awaitComplete(id);
            net.assertArrived(content, "through.bin", "t1", "t2", "t3", "t4");
            assertThat(store.given()).as("the store gave each piece about once").isLessThan(2L * BYTES);
        }
    }

    @Test
    void anInnerNodeIsKilledAndComesBack() throws Exception {
        try (StoreServer store = new StoreServer(content, 3_000_000)) {
            UUID id = net.publish(Orders.url("killed.bin", store.file()));
            net.await(id, detail -> detail.targets().stream().allMatch(target -> target.pieces() >= 25));
            int before = net.target(id, "t2").pieces();
            net.process("t2").kill();
            net.await(
                    id,
                    detail -> detail.targets().stream()
                            .filter(target -> !target.terminal().equals("t2"))
                            .allMatch(target -> target.state().equals("COMPLETE")));
            net.assertArrived(content, "killed.bin", "t1", "t3", "t4");
            net.process("t2").start();
            net.awaitComplete(id);
            net.assertArrived(content, "killed.bin", "t2");
            assertThat(before).isPositive();
        }
    }

    @Test
    void theMainServerIsKilledAndStartedAgain() throws Exception {
        try (StoreServer store = new StoreServer(content, 2_000_000)) {
            UUID id = net.publish(Orders.url("main.bin", store.file()));
            net.await(id, detail -> detail.targets().stream().allMatch(target -> target.pieces() >= 10));
            net.process("main").kill();
            long given = store.given();
            RelayNet.within()
                    .untilAsserted(() ->
                            assertThat(store.given()).as("it goes on meanwhile").isGreaterThan(given + 2_000_000));
            net.process("main").start();
            net.process("main").awaitStart();
            net.awaitComplete(id);
            net.assertArrived(content, "main.bin", "t1", "t2", "t3", "t4");
        }
    }

    /** What a terminal has checked is turned over on its disk, so it passes on what is wrong, and finds that out itself at the end. */
    @Test
    void aNodeThatPassesOnBadPiecesIsLeftOut() throws Exception {
        try (StoreServer store = new StoreServer(content, 50_000_000)) {
            store.gives = offset -> offset < 192 * PIECE_BYTES;
            UUID id = net.publish(Orders.url("bad.bin", store.file()));
            net.await(id, detail -> detail.targets().stream().allMatch(target -> target.pieces() == 192));
            Path part = net.state("t1").resolve(id.toString()).resolve("bad.bin.part");
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(192 * PIECE_BYTES), 0);
            }
            net.startTerminals("t5");
            net.await(id, detail -> detail.targets().size() == 5);
            store.gives = offset -> true;
            net.awaitComplete(id);
            net.assertArrived(content, "bad.bin", "t1", "t2", "t3", "t4", "t5");
        }
    }

    @Test
    void aThousandSmallFilesAreOnePublication() throws Exception {
        String[] names = new String[1_000];
        for (int i = 0; i < names.length; i++) {
            names[i] = "small-" + i + ".txt";
            Files.writeString(net.store("main").resolve(names[i]), "content of " + i);
        }
        UUID id = net.publish(Orders.files("many", names));
        net.awaitComplete(id);
        for (int i = 0; i < names.length; i++) {
            assertThat(net.files("t1").resolve(names[i])).hasContent("content of " + i);
            assertThat(net.files("t2").resolve(names[i])).exists();
        }
        Path bundle = net.state("t1").resolve(id.toString()).resolve("many");
        RelayNet.within()
                .untilAsserted(() -> assertThat(bundle)
                        .as("the bundle goes when nobody needs it any more")
                        .doesNotExist());
        net.process("t1").kill();
        net.process("t1").start();
        net.process("t1").awaitStart();
        assertThat(net.status("t1", "/files/small-7.txt")).isEqualTo(200);
    }

    @Test
    void piecesTravelShortenedAndEncrypted() throws Exception {
        byte[] text = new byte[5_000_000];
        Arrays.fill(text, (byte) 'a');
        Files.write(net.store("main").resolve("packed.txt"), text);
        UUID id = net.publish(Orders.packed("packed.txt"));
        net.awaitComplete(id);
        assertThat(net.files("t3").resolve("packed.txt")).hasBinaryContent(text);
    }

    @Test
    void aTerminalWithoutRoomSaysSo() throws Exception {
        net.startTerminal("small", "quota=1000000");
        net.awaitRegistered("small");
        Files.write(net.store("main").resolve("room.bin"), content);
        UUID id = net.publish(Orders.files(null, "room.bin"));
        TransferDetail ended = net.await(id, detail -> detail.transfer().state().equals("ENDED"));
        assertThat(ended.transfer().failed()).isEqualTo(1);
        assertThat(net.target(id, "small").failure()).contains("quota reached");
        assertThat(net.files("small").resolve("room.bin")).doesNotExist();
        assertRemoved("small");
    }

    @Test
    void whoIsDrainedGetsThisTransferAndNoOther() throws Exception {
        net.startTerminals("drained");
        try (StoreServer store = new StoreServer(content, 5_000_000)) {
            store.gives = offset -> offset < BYTES / 2;
            UUID id = net.publish(Orders.url("drained.bin", store.file()));
            net.await(id, detail -> detail.targets().stream().allMatch(target -> target.pieces() > 10));
            assertThat(net.command("POST", "nodes/drained/drain", new byte[0]).statusCode())
                    .isEqualTo(200);
            store.gives = offset -> true;
            net.awaitComplete(id);
            net.assertArrived(content, "drained.bin", "drained");
        }
        Files.writeString(net.store("main").resolve("undrained.txt"), "for the others");
        UUID next = net.publish(Orders.files(null, "undrained.txt"));
        net.awaitComplete(next);
        assertThat(net.transfer(next).targets()).extracting(Target::terminal).doesNotContain("drained");
        assertRemoved("drained");
    }

    /** Long before it would count as gone for good. */
    @Test
    void nobodyWaitsForATerminalThatIsRemoved() throws Exception {
        net.startTerminals("leaving");
        try (StoreServer store = new StoreServer(content, 5_000_000)) {
            store.gives = offset -> offset < BYTES / 2;
            UUID id = net.publish(Orders.url("removed.bin", store.file()));
            net.await(id, detail -> detail.targets().stream().allMatch(target -> target.pieces() > 10));
            assertRemoved("leaving");
            store.gives = offset -> true;
            long begin = System.nanoTime();
            TransferDetail ended = net.awaitEnd(id);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(GIVE_UP_SECONDS));
            assertThat(ended.targets())
                    .extracting(Target::terminal, Target::state)
                    .contains(tuple("t1", "COMPLETE"), tuple("t2", "COMPLETE"));
            net.assertArrived(content, "removed.bin", "t1", "t2", "t3", "t4");
        }
    }

    private void assertRemoved(String terminal) throws Exception {
        net.process(terminal).kill();
        assertThat(net.command("DELETE", "nodes/" + terminal, new byte[0]).statusCode())
                .isEqualTo(204);
        assertThat(net.nodes()).extracting(NodeView::id).doesNotContain(terminal);
    }
}
