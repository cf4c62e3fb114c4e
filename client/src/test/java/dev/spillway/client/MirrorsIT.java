/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.Failure;
import dev.spillway.client.digest.Checksum;
import dev.spillway.client.testing.Bytes;
import dev.spillway.client.testing.ScriptedServer;
import dev.spillway.client.testing.Session;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where mirrors and checksums come from, and what is made of wrong ones (B3, B4). */
class MirrorsIT {
    private static final byte[] CONTENT = Bytes.random(3_000_000, 64);
    private static final long SLOW = 1_000_000;

    @TempDir
    private Path directory;

    @Test
    void aMirrorWithAnotherFileIsNotUsed() throws Exception {
        try (ScriptedServer primary = ScriptedServer.honest(CONTENT).slowedTo(SLOW);
                ScriptedServer other =
                        ScriptedServer.honest(Bytes.random(CONTENT.length, 63)).etag("other");
                Session session = new Session(directory)) {
            session.download(primary.uri()).mirror(other.uri()).build().run();
            assertThat(session.events())
                    .anyMatch(event -> event.contains("not used") && event.contains("has another file"));
            session.assertFetched(CONTENT);
        }
    }

    @Test
    void mirrorsAndTheChecksumComeFromHeaders() throws Exception {
        byte[] digest = Checksum.Algorithm.SHA256.start().digest(CONTENT);
        try (ScriptedServer mirror = ScriptedServer.honest(CONTENT);
                ScriptedServer primary = new ScriptedServer(CONTENT, x -> {
                            x.send(x.properHead() + "Link: <" + mirror.uri()
                                    + ">; rel=duplicate; pri=1\r\nRepr-Digest: sha-256=:"
                                    + Base64.getEncoder().encodeToString(digest) + ":\r\n\r\n");
                            x.sendContent(x.first(), x.last() + 1);
                        })
                        .slowedTo(SLOW);
                Session session = new Session(directory)) {
            session.download(primary.uri()).build().run();
            assertThat(mirror.sent()).isGreaterThan(CONTENT.length / 2);
            session.assertFetched(CONTENT);
        }
    }

    @Test
    void mirrorsAndChecksumsComeFromTheMetalinkThatAHeaderNames() throws Exception {
        byte[] flipped = CONTENT.clone();
        flipped[CONTENT.length - 1] ^= 1;
        // The same strong tag, so that nothing but the checksum in the document shows that the mirror's copy has
        // rotted.
        try (ScriptedServer mirror = ScriptedServer.honest(flipped);
                ScriptedServer documents =
                        ScriptedServer.honest(metalink(mirror.uri()).getBytes(StandardCharsets.UTF_8));
                ScriptedServer primary = new ScriptedServer(CONTENT, x -> {
                            x.send(x.properHead() + "Link: <" + documents.uri("/file.meta4")
                                    + ">; rel=describedby; type=\"application/metalink4+xml\"\r\n\r\n");
                            x.sendContent(x.first(), x.last() + 1);
                        })
                        .slowedTo(SLOW);
                Session session = new Session(directory)) {
            session.download(primary.uri()).build().run();
            assertThat(mirror.sent()).isGreaterThan(CONTENT.length / 2);
            assertThat(session.events()).anyMatch(event -> event.contains("does not fit its checksum"));
            session.assertFetched(CONTENT);
        }
    }

    private static String metalink(URI mirror) {
        return "<metalink xmlns=\"urn:ietf:params:xml:ns:metalink\"><file name=\"f\"><size>" + CONTENT.length
                + "</size><hash type=\"sha-256\">"
                + HexFormat.of().formatHex(Checksum.Algorithm.SHA256.start().digest(CONTENT))
                + "</hash><url>" + mirror + "</url></file></metalink>";
    }

    @Test
    void aWrongChecksumLeavesNoFile() throws Exception {
        try (ScriptedServer server = ScriptedServer.honest(CONTENT);
                Session session = new Session(directory)) {
            assertThatThrownBy(() -> session.download(server.uri())
                            .checksum(Bytes.sha256(new byte[1]))
                            .build()
                            .run())
                    .isInstanceOfSatisfying(
                            DownloadException.class,
                            e -> assertThat(e.failure()).isEqualTo(Failure.CHECKSUM_MISMATCH));
            assertThat(directory.resolve("out")).doesNotExist();
        }
    }

    @Test
    void wrongBytesOfAMirrorAreMendedByTheChecksumOfTheWhole() throws Exception {
        byte[] flipped = CONTENT.clone();
        for (int at = 0; at < flipped.length; at += 100_003) {
            flipped[at] ^= 1;
        }
        // The same strong tag: a mirror whose copy has rotted.
        try (ScriptedServer primary = ScriptedServer.honest(CONTENT).slowedTo(SLOW);
                ScriptedServer rotten = ScriptedServer.honest(flipped);
                Session session = new Session(directory)) {
            session.download(primary.uri())
                    .mirror(rotten.uri())
                    .checksum(Bytes.sha256(CONTENT))
                    .build()
                    .run();
            assertThat(session.events()).anyMatch(event -> event.contains("does not fit its checksum"));
            session.assertFetched(CONTENT);
        }
    }

    @Test
    void theServerThatWasBestInTheLastRunIsTakenIn() throws Exception {
        Path measured = directory.resolve("measured");
        try (ScriptedServer primary = ScriptedServer.honest(CONTENT).slowedTo(SLOW);
                ScriptedServer slow = ScriptedServer.honest(CONTENT);
                ScriptedServer fast = ScriptedServer.honest(CONTENT)) {
            String line = "http://localhost:%d %s false 1700000000\n";
            Files.writeString(
                    measured,
                    String.format(line, slow.port(), "0.9 10000") + String.format(line, fast.port(), "0.001 90000000"));
            try (Session session =
                    new Session(directory, options -> options.servers(2).rankingFile(measured))) {
                session.download(primary.uri())
                        .mirror(slow.uri())
                        .mirror(fast.uri())
                        .build()
                        .run();
                session.assertFetched(CONTENT);
            }
            assertThat(fast.sent()).isPositive();
            assertThat(slow.requests()).isZero();
            assertThat(Files.readString(measured)).contains("localhost:" + primary.port());
        }
    }
}
