/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A terminal that was gone while a file was published is owed it. */
class OwedIT {
    private static final byte[] CONTENT = new byte[300_000];

    @TempDir
    private Path folder;

    private RelayNet net;
    private UUID failed;

    @BeforeEach
    void start() throws Exception {
        net = new RelayNet(folder);
        net.startMain("main", "giveUp=4");
        net.startTerminals("here", "gone");
        net.process("gone").kill();
        Files.write(net.store("main").resolve("owed.bin"), CONTENT);
        failed = net.publish(Orders.files(null, "owed.bin"));
        net.awaitEnd(failed);
        assertThat(net.target(failed, "here").state()).isEqualTo("COMPLETE");
        assertThat(net.target(failed, "gone").state()).isEqualTo("FAILED");
        assertThat(net.target(failed, "gone").failure()).startsWith("not heard of for ");
        net.process("gone").start();
        net.process("gone").awaitStart();
        RelayNet.within().until(() -> net.nodes().stream().allMatch(node -> node.heardSeconds() < 3));
    }

    @AfterEach
    void stop() {
        net.close();
    }

    private void assertArrives() {
        RelayNet.within()
                .untilAsserted(
                        () -> assertThat(net.files("gone").resolve("owed.bin")).hasBinaryContent(CONTENT));
    }

    @Test
    void itComesWithTheNextTransferToTheGroup() throws Exception {
        Files.writeString(net.store("main").resolve("next.txt"), "something else");
        net.awaitComplete(net.publish(Orders.files(null, "next.txt")));
        assertArrives();
    }

    @Test
    void itComesWhenTheTransferIsRepeated() throws Exception {
        UUID again = net.retry(failed);
        net.awaitComplete(again);
        assertThat(net.transfer(again).targets()).hasSize(1);
        assertArrives();
        assertThat(net.command("POST", "transfers/" + failed + "/retry", new byte[0])
                        .statusCode())
                .as("nobody is owed anything any more")
                .isEqualTo(409);
        RelayNet.within()
                .untilAsserted(() -> assertThat(net.metalink("gone", "owed.bin"))
                        .as("each names the other")
                        .contains(net.address("here") + "/files/owed.bin"));
        RelayNet.within()
                .untilAsserted(() ->
                        assertThat(net.metalink("here", "owed.bin")).contains(net.address("gone") + "/files/owed.bin"));
    }
}
