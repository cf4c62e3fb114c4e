/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.relay.cli.Relay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that speak TLS with each other, certified by an authority of their own. */
class TlsNodesIT {
    private static final int BYTES = 4_000_000;

    private final byte[] content = new byte[BYTES];

    @TempDir
    private Path folder;

    private Authority authority;
    private RelayNet net;

    @BeforeEach
    void start() throws Exception {
        new SplittableRandom(4).nextBytes(content);
        authority = new Authority(folder, "authority");
        net = new RelayNet(folder, authority);
        net.startMain("main", "sources=127.0.0.1", "giveUp=60");
    }

    @AfterEach
    void stop() {
        net.close();
    }

    @Test
    void requestsPiecesAndReportsTravelOverTls() throws Exception {
        net.startTerminals("a", "b", "c");
        assertThat(net.address("a")).hasScheme("https");
        try (StoreServer store = new StoreServer(content, 50_000_000)) {
            net.awaitComplete(net.publish(Orders.chain("chain.bin", store.file())));
            net.assertArrived(content, "chain.bin", "a", "b", "c");
            assertThat(store.given()).as("each has it from the one before").isLessThan(BYTES * 3L / 2);
        }
        Files.write(net.store("main").resolve("packed.txt"), content);
        net.awaitComplete(net.publish(Orders.packed("packed.txt")));
        net.assertArrived(content, "packed.txt", "a", "b", "c");
        assertThat(net.status("c", "/files/packed.txt")).isEqualTo(200);
        assertThat(command("--authorities", authority.file().toString())).isEqualTo(0);
        assertThat(command()).as("not one of Java's authorities").isEqualTo(4);
    }

    /** Exit code of a command to the main server. */
    private int command(String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Relay.class.getName(),
                "nodes",
                "--server",
                net.address("main").toString()));
        words.addAll(List.of(options));
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("command.log").toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** The first of a chain, by its name, has a certificate that nobody else trusts, or one of another host. */
    @Test
    void nobodyFetchesFromANodeWithAWrongCertificate() throws Exception {
        net.startTerminal(
                "a-stranger",
                new Authority(folder, "stranger")
                        .certificate("a-stranger", "san=ip:127.0.0.1")
                        .toArray(String[]::new));
        net.startTerminal(
                "b-elsewhere",
                authority.certificate("b-elsewhere", "san=ip:127.0.0.2").toArray(String[]::new));
        net.startTerminals("c");
        net.awaitRegistered("a-stranger", "b-elsewhere");
        try (StoreServer store = new StoreServer(content, 50_000_000)) {
            UUID id = net.publish(Orders.chain("alone.bin", store.file()));
            net.awaitComplete(id);
            net.assertArrived(content, "alone.bin", "a-stranger", "b-elsewhere", "c");
            // The one between them may have it from the last, whose certificate is right.
            assertThat(store.given())
                    .as("the first and the last have it from the store")
                    .isGreaterThanOrEqualTo(BYTES * 2L);
        }
    }

    @Test
    void aTerminalThatDoesNotTrustTheMainServerStaysOutAndSaysWhy() throws Exception {
        Authority other = new Authority(folder, "other");
        List<String> options = new ArrayList<>(other.certificate("distrustful", "san=ip:127.0.0.1"));
        options.add("tls.authorities=" + other.file());
        net.startTerminal("distrustful", options.toArray(String[]::new));
        RelayNet.within()
                .untilAsserted(() -> assertThat(net.process("distrustful").output())
                        .contains("no main server answers")
                        .contains("unable to find valid certification path"));
        net.startTerminals("trusting");
        assertThat(net.nodes()).extracting("id").containsExactly("trusting");
    }
}
