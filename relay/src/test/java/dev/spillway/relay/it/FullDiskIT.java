/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two terminals, of which one has a disk of 12 MB. */
class FullDiskIT {
    private static final int BYTES = 8_000_000;
    private static final int PIECE_BYTES = 64 << 10;
    private static final int DISK_BYTES = 12_000_000;

    private final byte[] content = new byte[BYTES];

    @TempDir
    private Path folder;

    private RelayNet net;
    private TinyDisk disk;

    @BeforeEach
    void start() throws Exception {
        boolean permitted = TinyDisk.isPermitted(folder);
        if (!permitted) {
            System.err.println(
                    "NOT RUN: MOUNTING IS NOT PERMITTED HERE, SO NOTHING IS KNOWN OF TERMINALS ON FULL DISKS");
        }
        assumeTrue(permitted, "mounting is not permitted");
        new SplittableRandom(5).nextBytes(content);
        disk = new TinyDisk(folder.resolve("disk"), DISK_BYTES);
        net = new RelayNet(folder);
        net.startMain("main", "sources=127.0.0.1", "giveUp=60");
        net.startTerminals("roomy");
        net.startTerminal("tiny", disk);
        net.awaitRegistered("tiny");
    }

    @AfterEach
    void stop() {
        if (net != null) {
            net.close();
        }
    }

    private void assertFailed(UUID id, String why) {
        assertThat(net.awaitEnd(id).transfer().complete())
                .as("the other has it")
                .isEqualTo(1);
        assertThat(net.target(id, "tiny").state()).isEqualTo("FAILED");
        assertThat(net.target(id, "tiny").failure()).contains(why);
        assertThat(net.process("tiny").isAlive()).isTrue();
        assertThat(disk.seen(net.process("tiny"), "state").resolve(id.toString()))
                .as("what has come is given back")
                .doesNotExist();
    }

    private void assertComesWhenThereIsRoom(UUID failed, String name) throws Exception {
        disk.free(net.process("tiny"));
        net.awaitComplete(net.retry(failed));
        assertThat(disk.seen(net.process("tiny"), "files").resolve(name)).hasBinaryContent(content);
    }

    @Test
    void aDiskWithTooLittleRoomIsSaidAtOnce() throws Exception {
        disk.fill(net.process("tiny"), BYTES / 2);
        Files.write(net.store("main").resolve("early.bin"), content);
        UUID id = net.publish(Orders.files(null, "early.bin"));
        assertFailed(id, "no room for " + BYTES + " more bytes");
        assertComesWhenThereIsRoom(id, "early.bin");
    }

    /** Somebody else takes the room while pieces come. */
    @Test
    void aDiskThatIsFullInTheMiddleEndsTheTransferThereAlone() throws Exception {
        try (StoreServer store = new StoreServer(content, 50_000_000)) {
            store.gives = offset -> offset < 61 * PIECE_BYTES;
            UUID id = net.publish(Orders.url("middle.bin", store.file()));
            net.await(id, detail -> detail.targets().stream().allMatch(target -> target.pieces() == 61));
            disk.fill(net.process("tiny"), 100_000);
            store.gives = offset -> true;
            assertFailed(id, "No space left on device");
            assertComesWhenThereIsRoom(id, "middle.bin");
        }
    }

    /** A bundle needs room twice while it is unpacked. */
    @Test
    void aBundleThatCannotBeUnpackedFailsAsAWhole() throws Exception {
        Files.write(net.store("main").resolve("one.bin"), content);
        Files.writeString(net.store("main").resolve("two.txt"), "a small one");
        UUID id = net.publish(Orders.files("both", "one.bin", "two.txt"));
        assertFailed(id, "No space left on device");
        assertThat(disk.seen(net.process("tiny"), "files")).isEmptyDirectory();
    }
}
