/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.relay.control.Json;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
                "giveUp=5",
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

    /** Each has a store of its own: whoever directs, the file comes from the one that has it. */
    @Test
    void theFileIsHadFromTheMainServerThatHasIt() throws Exception {
        Files.write(net.store("two").resolve("only.bin"), content);
        HttpResponse<byte[]> refused = net.command("POST", "publish", Json.write(Orders.files(null, "only.bin")));
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(new String(refused.body(), StandardCharsets.UTF_8))
                .contains("only.bin is not in the store folder of the main server");
        assertThat(directedByOne()).as("one of several is claimed by the other").isTrue();
        net.process("t3").kill();
        UUID id = net.publishAt("two", Orders.files("owed.bin", "only.bin"));
        assertThat(net.awaitEnd(id).transfer().failed()).isEqualTo(1);
        net.process("t3").start();
        net.process("t3").awaitStart();
        net.awaitComplete(net.retry(id));
        assertThat(net.files("t3").resolve("owed.bin")).hasBinaryContent(content);
    }

    /** Publishes at the one that has the file, until the other was quicker to claim a transfer. */
    private boolean directedByOne() throws Exception {
        for (int i = 0; i < 30; i++) {
            String name = "only-" + i + ".bin";
            UUID id = net.publishAt("two", Orders.files(name, "only.bin"));
            String director = net.await(
                            id,
                            detail -> detail.transfer().director() != null
                                    || detail.transfer().state().equals("ENDED"))
                    .transfer()
                    .director();
            net.awaitComplete(id);
            if ("one".equals(director)) {
                assertThat(net.files("t1").resolve(name)).hasBinaryContent(content);
                return true;
            }
        }
        return false;
    }
}
