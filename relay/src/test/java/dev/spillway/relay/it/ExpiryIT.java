/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files appear at their time and go at their time. */
class ExpiryIT {
    private static final byte[] CONTENT = new byte[200_000];
    private static final List<String> NAMES = List.of("uploaded.bin", "kept.bin", "member.txt");

    @TempDir
    private Path folder;

    private RelayNet net;

    @BeforeEach
    void start() throws Exception {
        net = new RelayNet(folder);
        net.startMain("main");
        net.startTerminals("t1", "t2");
        assertThat(net.command("PUT", "store/uploaded.bin", CONTENT).statusCode())
                .isEqualTo(201);
        Files.write(net.store("main").resolve("kept.bin"), CONTENT);
        Files.write(net.store("main").resolve("member.txt"), CONTENT);
    }

    @AfterEach
    void stop() {
        net.close();
    }

    @Test
    void eachFileIsThereFromItsActivationToItsExpiry() throws Exception {
        Instant activate = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(12);
        Instant expire = activate.plusSeconds(12);
        UUID upload = net.publish(Orders.timed(null, activate, expire, "uploaded.bin"));
        UUID bundle = net.publish(Orders.timed("both", activate, expire, "member.txt", "kept.bin"));
        net.awaitComplete(upload);
        net.awaitComplete(bundle);
        for (String name : NAMES) {
            assertThat(net.files("t1").resolve(name)).doesNotExist();
            assertThat(net.status("t1", "/files/" + name)).isEqualTo(404);
        }
        assertThat(Instant.now()).as("all of that was before").isBefore(activate);

        RelayNet.within().untilAsserted(() -> assertThere("t1"));
        RelayNet.within().untilAsserted(() -> assertThere("t2"));
        assertThat(Instant.now()).isAfterOrEqualTo(activate);
        assertThat(net.status("main", "/pieces/" + upload)).isEqualTo(200);
        assertThat(Instant.now()).as("all of that was before").isBefore(expire);

        // One of each is not there when it happens.
        net.process("t2").kill();
        net.process("main").kill();
        RelayNet.within().untilAsserted(() -> assertGone("t1", upload, bundle));
        assertThat(Instant.now()).isAfterOrEqualTo(expire);
        net.process("main").start();
        net.process("t2").start();
        net.process("main").awaitStart();
        net.process("t2").awaitStart();
        RelayNet.within().untilAsserted(() -> assertGone("t2", upload, bundle));
        RelayNet.within()
                .untilAsserted(() ->
                        assertThat(net.store("main").resolve("uploaded.bin")).doesNotExist());
        RelayNet.within().untilAsserted(() -> assertThat(bundles()).isEmpty());
        assertThat(net.store("main").resolve("kept.bin"))
                .as("nobody has uploaded it")
                .exists();
        assertThat(net.status("main", "/pieces/" + upload)).isEqualTo(404);
        assertThat(net.command("PUT", "store/uploaded.bin", CONTENT).statusCode())
                .as("the name is free again")
                .isEqualTo(201);
    }

    private void assertThere(String terminal) throws Exception {
        for (String name : NAMES) {
            assertThat(net.files(terminal).resolve(name)).hasBinaryContent(CONTENT);
            assertThat(net.status(terminal, "/files/" + name)).isEqualTo(200);
        }
    }

    private void assertGone(String terminal, UUID... transfers) throws Exception {
        assertThat(net.files(terminal)).isEmptyDirectory();
        for (String name : NAMES) {
            assertThat(net.status(terminal, "/files/" + name)).isEqualTo(404);
        }
        for (UUID transfer : transfers) {
            assertThat(net.state(terminal).resolve(transfer.toString())).doesNotExist();
        }
    }

    private List<Path> bundles() throws Exception {
        try (Stream<Path> all = Files.list(net.state("main"))) {
            return all.filter(path -> path.toString().endsWith(".bundle")).toList();
        }
    }

    /** A file that is in two publications goes with the later one. */
    @Test
    void whatAnotherPublicationHasTooStays() throws Exception {
        Instant soon = Instant.now().plus(Duration.ofSeconds(8));
        Files.writeString(net.store("main").resolve("other.txt"), "beside it");
        net.awaitComplete(net.publish(Orders.timed("later", null, null, "member.txt", "other.txt")));
        UUID first = net.publish(Orders.timed("sooner", null, soon, "member.txt", "kept.bin"));
        net.awaitComplete(first);
        RelayNet.within()
                .untilAsserted(
                        () -> assertThat(net.files("t1").resolve("kept.bin")).doesNotExist());
        assertThat(Instant.now()).isAfterOrEqualTo(soon.truncatedTo(ChronoUnit.SECONDS));
        assertThat(net.files("t1").resolve("member.txt")).hasBinaryContent(CONTENT);
        assertThat(net.status("t1", "/files/member.txt")).isEqualTo(200);
        net.awaitComplete(net.publish(Orders.timed("later", null, null, "member.txt", "uploaded.bin")));
        assertThat(net.files("t1").resolve("other.txt"))
                .as("not in what has replaced it")
                .doesNotExist();
        assertThat(net.files("t1").resolve("member.txt")).hasBinaryContent(CONTENT);
    }
}
