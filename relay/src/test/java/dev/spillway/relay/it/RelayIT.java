/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.relay.admin.TransferDetail;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One main server with H2 and some terminals. */
class RelayIT {
    private static final int BYTES = 24_000_000;

    private final byte[] content = new byte[BYTES];

    @TempDir
    private Path folder;

    private RelayNet net;

    @BeforeEach
    void start() throws Exception {
        new SplittableRandom(7).nextBytes(content);
        net = new RelayNet(folder);
        net.startMain("main", "sources=127.0.0.1", "giveUp=20");
    }

    @AfterEach
    void stop() {
        net.close();
    }

    private void assertArrived(String... terminals) {
        for (String terminal : terminals) {
            assertThat(net.files(terminal).resolve("file.bin")).as(terminal).hasBinaryContent(content);
        }
    }

    /** Cut-through down a chain: the store holds the end back until the last has all that comes before it. */
    @Test
    void piecesGoOnBeforeTheFileIsWhole() throws Exception {
        try (StoreServer store = new StoreServer(content, 50_000_000)) {
            long held = 20_000_000;
            store.gives = offset -> offset < held;
            net.startTerminals("t1", "t2", "t3");
            UUID id = net.publish(Orders.chain(store.file()));
            net.await(id, detail -> detail.targets().stream().allMatch(target -> target.pieces() >= 19));
            assertThat(net.files("t1").resolve("file.bin")).doesNotExist();
            store.gives = offset -> true;
            net.awaitComplete(id);
            assertArrived("t1", "t2", "t3");
            assertThat(store.given())
                    .as("the store gave each piece once, or once more")
                    .isLessThan(2L * BYTES);
        }
    }

    @Test
    void anInnerNodeIsKilledAndComesBack() throws Exception {
        try (StoreServer store = new StoreServer(content, 4_000_000)) {
            net.startTerminals("t1", "t2", "t3", "t4");
            UUID id = net.publish(Orders.url(store.file()));
            TransferDetail seen =
                    net.await(id, detail -> detail.targets().stream().allMatch(target -> target.pieces() >= 4));
            int before = net.target(id, "t2").pieces();
            net.process("t2").kill();
            net.await(
                    id,
                    detail -> net.target(id, "t1").state().equals("COMPLETE")
                            && net.target(id, "t3").state().equals("COMPLETE")
                            && net.target(id, "t4").state().equals("COMPLETE"));
            assertArrived("t1", "t3", "t4");
            net.process("t2").start();
            net.awaitComplete(id);
            assertArrived("t2");
            assertThat(before).isPositive();
            assertThat(seen.targets()).hasSize(4);
        }
    }

    @Test
    void theMainServerIsKilledAndStartedAgain() throws Exception {
        try (StoreServer store = new StoreServer(content, 3_000_000)) {
            net.startTerminals("t1", "t2", "t3");
            UUID id = net.publish(Orders.url(store.file()));
            net.await(id, detail -> detail.targets().stream().allMatch(target -> target.pieces() >= 2));
            net.process("main").kill();
            long given = store.given();
            RelayNet.within().until(() -> store.given() > given + 3_000_000);
            net.process("main").start();
            net.process("main").awaitStart();
            net.awaitComplete(id);
            assertArrived("t1", "t2", "t3");
        }
    }

    /** What a terminal has checked is turned over on its disk, so it passes on what is wrong, and finds that out itself at the end. */
    @Test
    void aNodeThatPassesOnBadPiecesIsLeftOut() throws Exception {
        try (StoreServer store = new StoreServer(content, 50_000_000)) {
            store.gives = offset -> offset < 12 << 20;
            net.startTerminals("bad");
            UUID id = net.publish(Orders.url(store.file()));
            net.await(id, detail -> net.target(id, "bad").pieces() == 12);
            Path part = net.state("bad").resolve(id.toString()).resolve("file.bin.part");
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(12 << 20), 0);
            }
            net.startTerminals("t1", "t2");
            net.await(id, detail -> detail.targets().size() == 3);
            store.gives = offset -> true;
            net.awaitComplete(id);
            assertArrived("t1", "t2", "bad");
        }
    }

    @Test
    void aTerminalThatComesDuringATransferTakesPart() throws Exception {
        try (StoreServer store = new StoreServer(content, 3_000_000)) {
            net.startTerminals("t1");
            UUID id = net.publish(Orders.url(store.file()));
            net.await(id, detail -> detail.targets().get(0).pieces() >= 2);
            net.startTerminals("late");
            net.await(id, detail -> detail.targets().size() == 2);
            net.awaitComplete(id);
            assertArrived("t1", "late");
        }
    }

    @Test
    void aThousandSmallFilesAreOnePublication() throws Exception {
        net.startTerminals("t1", "t2");
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
    }

    @Test
    void piecesTravelShortenedAndEncrypted() throws Exception {
        net.startTerminals("t1", "t2");
        Arrays.fill(content, 0, BYTES / 2, (byte) 'a');
        Files.write(net.store("main").resolve("file.bin"), content);
        UUID id = net.publish(Orders.packed("file.bin"));
        net.awaitComplete(id);
        assertArrived("t1", "t2");
    }

    @Test
    void aTerminalWithoutRoomSaysSoAndIsServedLater() throws Exception {
        net.startTerminals("t1");
        net.startTerminal("small", "quota=1000000");
        net.awaitRegistered("small");
        Files.write(net.store("main").resolve("file.bin"), content);
        UUID id = net.publish(Orders.files(null, "file.bin"));
        TransferDetail ended = net.await(id, detail -> detail.transfer().state().equals("ENDED"));
        assertThat(ended.transfer().complete()).isEqualTo(1);
        assertThat(net.target(id, "small").failure()).contains("quota reached");
        assertThat(net.files("small").resolve("file.bin")).doesNotExist();
    }
}
