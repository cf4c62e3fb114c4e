/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Terminals whose lists of allowed servers lack some of those that have the file. */
class ReachIT {
    private static final int BYTES = 4_000_000;

    private final byte[] content = new byte[BYTES];

    @TempDir
    private Path folder;

    private RelayNet net;
    private StoreServer store;

    @BeforeEach
    void start() throws Exception {
        new SplittableRandom(6).nextBytes(content);
        store = new StoreServer(content, 100_000_000);
        net = new RelayNet(folder);
        net.startMain("main", "sources=127.0.0.1", "giveUp=60");
        net.startTerminals("a", "b");
    }

    @AfterEach
    void stop() {
        net.close();
        store.close();
    }

    private void startTerminal(String allowed) throws Exception {
        net.startTerminal("narrow", "allowed=" + allowed);
        net.awaitRegistered("narrow");
    }

    private void assertArrives(UUID id) throws Exception {
        net.awaitComplete(id);
        net.assertArrived(content, "file.bin", "narrow");
    }

    @Test
    void whoMayNotAskItsParentAsksTheSource() throws Exception {
        startTerminal(store.file().getAuthority());
        // Behind a and b in the chain, by its name.
        assertArrives(net.publish(Orders.chain("file.bin", store.file())));
        assertThat(net.process("narrow").output())
                .contains("not in the list allowed of this terminal: a at "
                        + net.address("a").getAuthority());
    }

    @Test
    void whoMayNotAskTheSourceAsksOthers() throws Exception {
        startTerminal(net.address("a").getAuthority());
        assertArrives(net.publish(Orders.url("file.bin", store.file())));
    }

    @Test
    void whoMayAskNobodyFailsAtOnceAndSaysWhy() throws Exception {
        startTerminal("somewhere.else.example");
        UUID id = net.publish(Orders.url("file.bin", store.file()));
        net.awaitEnd(id);
        assertThat(net.target(id, "narrow").state()).isEqualTo("FAILED");
        assertThat(net.target(id, "narrow").failure())
                .startsWith("nobody can be asked for it; not in the list allowed of this terminal: the source "
                        + store.file().getAuthority());
        assertThat(net.target(id, "a").state()).isEqualTo("COMPLETE");
        assertThat(net.target(id, "b").state()).isEqualTo("COMPLETE");
    }
}
