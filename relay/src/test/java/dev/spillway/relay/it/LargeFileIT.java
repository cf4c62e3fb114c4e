/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A large sparse file through three levels, each a terminal with 64 MiB of heap: of 1 GiB, or as many as {@code -Drelay.gib=20} says. Holes stay holes, so it
 * needs no room.
 */
class LargeFileIT {
    private static final long GIB = Long.getLong("relay.gib", 1);

    @Test
    void aLargeFileNeedsLittleMemory(@TempDir Path folder) throws Exception {
        long bytes = (GIB << 30) + 12_345;
        try (RelayNet net = new RelayNet(folder)) {
            net.startMain("main");
            net.startTerminals("t1", "t2", "t3");
            Path large = net.store("main").resolve("large.img");
            try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
                file.setLength(bytes);
                file.seek(bytes / 2);
                file.writeBytes("something in the middle");
            }
            UUID id = net.publish(Orders.chainOfFiles("large.img"));
            net.awaitComplete(id);
            Path last = net.files("t3").resolve("large.img");
            assertThat(Files.size(last)).isEqualTo(bytes);
            assertThat(Files.mismatch(large, last)).isEqualTo(-1);
            for (String terminal : new String[] {"t1", "t2", "t3"}) {
                assertThat(net.process(terminal).isAlive()).isTrue();
            }
        }
    }
}
