/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.api.DownloadOptionsBuilder;
import dev.spillway.client.api.Failure;
import dev.spillway.client.api.Progress;
import dev.spillway.client.api.ProgressListener;
import dev.spillway.client.digest.Checksum;
import dev.spillway.client.testing.Bytes;
import dev.spillway.client.testing.Exchange;
import dev.spillway.client.testing.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user of the library sees, against servers that behave as most do. */
class DownloadIT {
    private static final byte[] CONTENT = Bytes.random(3_000_000, 61);
    private static final long SLOW = 1_000_000;

    @TempDir
    private Path directory;

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final ExecutorService background = Executors.newSingleThreadExecutor();

    private final ProgressListener recorder = new ProgressListener() {
        @Override
        public void event(String message) {
            events.add(message);
        }
    };

    @AfterEach
    void stop() {
        background.shutdownNow();
    }

    private static DownloadClient client() throws IOException {
        return new DownloadClient(options().build());
    }

    private static DownloadOptionsBuilder options() {
        return DownloadOptions.builder()
                .answerTimeout(Duration.ofSeconds(2))
                .stallTimeout(Duration.ofSeconds(2))
                .attempts(3);
    }

    private Download.Builder builder(DownloadClient client, URI uri) {
        return Download.builder(client, uri).output(directory.resolve("out")).listener(recorder);
    }

    private void assertRight() throws IOException {
        assertThat(Files.readAllBytes(directory.resolve("out"))).isEqualTo(CONTENT);
    }

    @Test
    void cancelledAndBegunAgainItGoesOn() throws Exception {
        try (ScriptedServer server = ScriptedServer.honest(CONTENT).slowedTo(SLOW);
                DownloadClient client = client()) {
            Download first = builder(client, server.uri()).build();
            Future<Path> running = background.submit(first::run);
            await().until(() -> first.progress().map(Progress::done).orElse(0L) > 600_000);
            first.cancel();
            assertThatThrownBy(() -> running.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(DownloadException.class);
            builder(client, server.uri()).build().run();
            assertThat(events).anyMatch(event -> event.startsWith("goes on with"));
            assertRight();
        }
    }

    @Test
    void pausedItSendsNothingAndThenGoesOn() throws Exception {
        try (ScriptedServer server = ScriptedServer.honest(CONTENT).slowedTo(SLOW);
                DownloadClient client = client()) {
            Download download = builder(client, server.uri()).build();
            Future<Path> running = background.submit(download::run);
            await().until(() -> download.progress().map(Progress::done).orElse(0L) > 300_000);
            download.pause();
            await().until(() -> download.progress().orElseThrow().links().isEmpty()
                    && client.poolStats().leased() == 0);
            assertThat(running).isNotDone();
            download.resume();
            running.get(30, TimeUnit.SECONDS);
            assertRight();
        }
    }

    @Test
    void aFileThatChangedBetweenTwoRunsIsNotMixed() throws Exception {
        byte[] old = Bytes.random(CONTENT.length, 62);
        AtomicBoolean whole = new AtomicBoolean();
        try (ScriptedServer server = new ScriptedServer(old, x -> {
                    if (whole.get()) {
                        answerIfRange(x);
                    } else {
                        halfThenClose(x);
                    }
                });
                DownloadClient client = client()) {
            server.etag("old");
            assertThatThrownBy(() -> builder(client, server.uri()).build().run())
                    .isInstanceOf(DownloadException.class);
            server.replace(CONTENT, "new");
            whole.set(true);
            builder(client, server.uri()).build().run();
            assertThat(events).anyMatch(event -> event.contains("has changed: everything is fetched again"));
            assertRight();
        }
    }

    private static void halfThenClose(Exchange exchange) throws IOException {
        exchange.send(exchange.properHead() + "\r\n");
        exchange.sendContent(exchange.first(), exchange.first() + Math.min(exchange.length() / 2, 900_000));
        exchange.close();
    }

    /** RFC 9110 section 13.1.5: the whole file if the validator does not hold any more. */
    private static void answerIfRange(Exchange exchange) throws IOException {
        String validator = exchange.header("if-range");
        if (validator != null && !validator.equals("\"new\"")) {
            exchange.send("HTTP/1.1 200 OK\r\nETag: \"new\"\r\nContent-Length: " + exchange.size() + "\r\n\r\n");
            exchange.sendContent(0, exchange.size());
        } else {
            exchange.answerProperly();
        }
    }

    @Test
    void aMirrorWithAnotherFileIsNotUsed() throws Exception {
        try (ScriptedServer primary = ScriptedServer.honest(CONTENT).slowedTo(SLOW);
                ScriptedServer other =
                        ScriptedServer.honest(Bytes.random(CONTENT.length, 63)).etag("other");
                DownloadClient client = client()) {
            builder(client, primary.uri()).mirror(other.uri()).build().run();
            assertThat(events).anyMatch(event -> event.contains("not used") && event.contains("has another file"));
            assertRight();
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
                DownloadClient client = client()) {
            builder(client, primary.uri()).build().run();
            assertThat(mirror.sent()).isGreaterThan(CONTENT.length / 2);
            assertRight();
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
                DownloadClient client = client()) {
            builder(client, primary.uri()).build().run();
            assertThat(mirror.sent()).isGreaterThan(CONTENT.length / 2);
            assertThat(events).anyMatch(event -> event.contains("does not fit its checksum"));
            assertRight();
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
                DownloadClient client = client()) {
            assertThatThrownBy(() -> builder(client, server.uri())
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
                DownloadClient client = client()) {
            builder(client, primary.uri())
                    .mirror(rotten.uri())
                    .checksum(Bytes.sha256(CONTENT))
                    .build()
                    .run();
            assertThat(events).anyMatch(event -> event.contains("does not fit its checksum"));
            assertRight();
        }
    }

    @Test
    void aBusyServerIsLeftAloneForAsLongAsItAsks() throws Exception {
        AtomicBoolean refused = new AtomicBoolean();
        long begin = System.nanoTime();
        try (ScriptedServer server = new ScriptedServer(CONTENT, x -> {
                    if (refused.compareAndSet(false, true)) {
                        x.send("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n");
                    } else {
                        x.answerProperly();
                    }
                });
                DownloadClient client = client()) {
            builder(client, server.uri()).build().run();
            assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
            assertRight();
        }
    }

    @Test
    void aUserDropsAServer() throws Exception {
        try (ScriptedServer primary = ScriptedServer.honest(CONTENT).slowedTo(SLOW);
                ScriptedServer mirror = ScriptedServer.honest(CONTENT).slowedTo(SLOW);
                DownloadClient client = client()) {
            Download download =
                    builder(client, primary.uri()).mirror(mirror.uri()).build();
            Future<Path> running = background.submit(download::run);
            await().until(() -> download.progress().map(Progress::done).orElse(0L) > 200_000);
            String name = "http://localhost:" + primary.port();
            download.dropServer(name);
            running.get(30, TimeUnit.SECONDS);
            assertThat(events).contains(name + " dropped: dropped by the user");
            assertRight();
        }
    }

    @Test
    void credentialsComeFromNetrcAndStayOutOfMessages() throws Exception {
        Path netrc = Files.writeString(directory.resolve("netrc"), "machine localhost\n login alice password s3cret\n");
        String wanted = "Basic " + Base64.getEncoder().encodeToString("alice:s3cret".getBytes(StandardCharsets.UTF_8));
        try (ScriptedServer server = new ScriptedServer(CONTENT, x -> {
                    if (!wanted.equals(x.header("authorization"))) {
                        x.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
                    } else if (x.number() % 2 == 0) {
                        x.reset();
                    } else {
                        x.answerProperly();
                    }
                });
                DownloadClient client =
                        new DownloadClient(options().netrc(netrc).build())) {
            builder(client, server.uri()).build().run();
            assertThat(events).noneMatch(event -> event.contains("s3cret") || event.contains("alice"));
            assertRight();
        }
    }

    @Test
    void credentialsDoNotFollowARedirectToAnotherHost() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (ScriptedServer other = new ScriptedServer(CONTENT, x -> {
                    seen.add(x.header("authorization") + " " + x.header("cookie"));
                    x.answerProperly();
                });
                ScriptedServer first = new ScriptedServer(
                        CONTENT,
                        x -> x.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://127.0.0.1:"
                                + other.port() + "/f\r\n\r\n"));
                DownloadClient client = new DownloadClient(
                        options().headers(Map.of("Cookie", "session=1")).build())) {
            URI withUser = URI.create("http://alice:s3cret@localhost:" + first.port() + "/f");
            builder(client, withUser).build().run();
            assertThat(seen).isNotEmpty().containsOnly("null null");
        }
    }

    @Test
    void aFileWithoutALengthNeedsAChecksumOrLeave() throws Exception {
        try (ScriptedServer server = new ScriptedServer(CONTENT, x -> {
                    x.send("HTTP/1.0 200 OK\r\n\r\n");
                    x.sendContent(0, x.size());
                    x.close();
                });
                DownloadClient client = client()) {
            assertThatThrownBy(() -> builder(client, server.uri()).build().run())
                    .isInstanceOf(DownloadException.class)
                    .hasMessageContaining("does not say where the file ends");
            builder(client, server.uri())
                    .checksum(Bytes.sha256(CONTENT))
                    .build()
                    .run();
            assertRight();
        }
    }

    @Test
    void theNameThatTheServerGivesStaysInTheDirectory() throws Exception {
        try (ScriptedServer server = new ScriptedServer(CONTENT, x -> {
                    x.send(x.properHead() + "Content-Disposition: attachment; filename=\"../../evil\"\r\n\r\n");
                    x.sendContent(x.first(), x.last() + 1);
                });
                DownloadClient client = client()) {
            Path file = Download.builder(client, server.uri())
                    .output(directory)
                    .build()
                    .run();
            assertThat(file).isEqualTo(directory.resolve("evil"));
        }
    }
}
