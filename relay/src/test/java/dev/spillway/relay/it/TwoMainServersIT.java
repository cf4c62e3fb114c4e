/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two main servers over one real PostgreSQL. */
class TwoMainServersIT {
    private static final int BYTES = 16_000_000;

    private final byte[] content = new byte[BYTES];

    @TempDir
    private Path folder;

    private EmbeddedPostgres postgres;
    private RelayNet net;

    @BeforeEach
    void start() throws Exception {
        new SplittableRandom(9).nextBytes(content);
        postgres = EmbeddedPostgres.start();
        net = new RelayNet(folder);
        startMain("one");
        startMain("two");
        net.startTerminals("t1", "t2", "t3");
    }

    private void startMain(String name) throws Exception {
        net.startMain(
                name,
                "sources=127.0.0.1",
                "database.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "database.user=postgres",
                "database.password=postgres");
    }

    @AfterEach
    void stop() throws Exception {
        net.close();
        postgres.close();
    }

    @Test
    void oneIsKilledAndTheOtherTakesOver() throws Exception {
        try (StoreServer store = new StoreServer(content, 2_000_000)) {
            UUID id = net.publish(Orders.url("file.bin", store.file()));
            String director = net.await(
                            id, detail -> detail.targets().stream().allMatch(target -> target.pieces() >= 1))
                    .transfer()
                    .director();
            String other = director.equals("one") ? "two" : "one";
            net.process(director).kill();
            net.await(id, detail -> other.equals(detail.transfer().director()));
            net.awaitComplete(id);
            for (String terminal : new String[] {"t1", "t2", "t3"}) {
                assertThat(net.files(terminal).resolve("file.bin")).hasBinaryContent(content);
            }
        }
    }
}
