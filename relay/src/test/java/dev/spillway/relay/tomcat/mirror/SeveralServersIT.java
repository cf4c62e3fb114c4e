/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.tomcat.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.client.cli.Get;
import dev.spillway.relay.request.Pieces;
import dev.spillway.relay.request.Sha256;
import dev.spillway.relay.store.PieceCutter;
import dev.spillway.relay.terminal.PublishedFile;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.LifecycleException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that know one of several Tomcats load from all of them. Each Tomcat gives little, so that there is a reason to. */
class SeveralServersIT {
    private static final String NAME = "big.iso";
    private static final int BYTES = 16 << 20;
    private static final int PIECE_BYTES = 1 << 20;

    @TempDir
    Path folder;

    private final List<FileNode> nodes = new ArrayList<>();
    private byte[] content;

    @BeforeEach
    void start() throws Exception {
        content = new byte[BYTES];
        new Random(3).nextBytes(content);
        Pieces pieces =
                PieceCutter.cut(new ByteArrayInputStream(content), PIECE_BYTES).pieces();
        for (int i = 1; i <= 3; i++) {
            nodes.add(new FileNode(folder, i, "64KiB", "3MiB", false));
        }
        for (FileNode node : nodes) {
            Path path = Files.write(node.folder().resolve(NAME), content);
            List<PublishedFile.Copy> others = new ArrayList<>();
            for (int i = 0; i < nodes.size(); i++) {
                if (nodes.get(i) != node) {
                    others.add(new PublishedFile.Copy(nodes.get(i).url(NAME), i + 1, 0));
                }
            }
            node.publish(new PublishedFile(
                    NAME,
                    path,
                    "application/octet-stream",
                    BYTES,
                    Sha256.over(content),
                    Instant.EPOCH,
                    Instant.MAX,
                    Optional.of(pieces),
                    others));
        }
    }

    @AfterEach
    void stop() throws LifecycleException {
        for (FileNode node : nodes) {
            node.close();
        }
    }

    private String[] spillwayGet() {
        return new String[] {
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Get.class.getName(),
            nodes.get(0).url(NAME).toString()
        };
    }

    private static String[] aria2(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "aria2c", "--no-conf", "--all-proxy=", "--min-split-size=1M", "--piece-length=1M", "--split=3"));
        command.addAll(Arrays.asList(arguments));
        return command.toArray(String[]::new);
    }

    @Test
    void spillwayGetLoadsFromAll() throws Exception {
        fetch(spillwayGet());
        assertAllGave();
    }

    @Test
    void aria2LoadsFromAllThatLinksName() throws Exception {
        fetch(aria2(nodes.get(0).url(NAME).toString()));
        assertAllGave();
    }

    @Test
    void aria2LoadsFromAllThatTheDocumentNames() throws Exception {
        fetch(aria2("--metalink-file=" + document()));
        assertAllGave();
    }

    /** One Tomcat gives other bytes than were published, a few of them in every piece. */
    @Test
    void spillwayGetFindsTheWrongPieces() throws Exception {
        spoil(nodes.get(1));
        fetch(spillwayGet());
        assertThat(nodes.get(1).bytesSent()).isPositive();
        long sent = nodes.stream().mapToLong(FileNode::bytesSent).sum();
        assertThat(sent).as("what is right is not fetched again").isLessThan(BYTES + BYTES / 2);
    }

    @Test
    void aria2FindsTheWrongPieces() throws Exception {
        spoil(nodes.get(1));
        fetch(aria2("--metalink-file=" + document(), "--max-tries=20"));
        assertThat(nodes.get(1).bytesSent()).isPositive();
    }

    private void spoil(FileNode node) throws Exception {
        byte[] wrong = content.clone();
        for (int at = 1_000; at < BYTES; at += PIECE_BYTES) {
            wrong[at]++;
        }
        Files.write(node.folder().resolve(NAME), wrong);
    }

    /** The document as an administrator or a page hands it out. */
    private Path document() throws Exception {
        byte[] metalink = FileNode.send("GET", URI.create(nodes.get(0).url(NAME) + "?metalink"))
                .body();
        return Files.write(folder.resolve("big.meta4"), metalink);
    }

    private void assertAllGave() {
        assertThat(nodes).allSatisfy(node -> assertThat(node.bytesSent()).isGreaterThan(BYTES / 8));
    }

    private void fetch(String... command) throws Exception {
        Path target = Files.createDirectory(folder.resolve("target"));
        Path said = folder.resolve("said.txt");
        Process client = new ProcessBuilder(command)
                .directory(target.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(client.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(client.exitValue()).as(Files.readString(said)).isZero();
            assertThat(Sha256.over(Files.readAllBytes(target.resolve(NAME)))).isEqualTo(Sha256.over(content));
        } finally {
            client.destroyForcibly();
        }
    }
}
