/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.Progress;
import dev.spillway.client.testing.Bytes;
import dev.spillway.client.testing.Exchange;
import dev.spillway.client.testing.ScriptedServer;
import dev.spillway.client.testing.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

    private final ExecutorService background = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        background.shutdownNow();
    }

    @Test
    void cancelledAndBegunAgainItGoesOn() throws Exception {
        try (ScriptedServer server = ScriptedServer.honest(CONTENT).slowedTo(SLOW);
                Session session = new Session(directory)) {
            Download first = session.download(server.uri()).build();
            Future<Path> running = background.submit(first::run);
            await().until(() -> first.progress().map(Progress::done).orElse(0L) > 600_000);
            first.cancel();
            assertThatThrownBy(() -> running.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(DownloadException.class);
            session.download(server.uri()).build().run();
            assertThat(session.events()).anyMatch(event -> event.startsWith("goes on with"));
            session.assertFetched(CONTENT);
        }
    }

    @Test
    void pausedItSendsNothingAndThenGoesOn() throws Exception {
        try (ScriptedServer server = ScriptedServer.honest(CONTENT).slowedTo(SLOW);
                Session session = new Session(directory)) {
            Download download = session.download(server.uri()).build();
            Future<Path> running = background.submit(download::run);
            await().until(() -> download.progress().map(Progress::done).orElse(0L) > 300_000);
            download.pause();
            await().until(() -> download.progress().orElseThrow().links().isEmpty()
                    && session.client().poolStats().leased() == 0);
            assertThat(running).isNotDone();
            download.resume();
            running.get(30, TimeUnit.SECONDS);
            session.assertFetched(CONTENT);
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
                Session session = new Session(directory)) {
            server.etag("old");
            assertThatThrownBy(() -> session.download(server.uri()).build().run())
                    .isInstanceOf(DownloadException.class);
            server.replace(CONTENT, "new");
            whole.set(true);
            session.download(server.uri()).build().run();
            assertThat(session.events()).anyMatch(event -> event.contains("has changed: everything is fetched again"));
            session.assertFetched(CONTENT);
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
    void aUserDropsAServer() throws Exception {
        try (ScriptedServer primary = ScriptedServer.honest(CONTENT).slowedTo(SLOW);
                ScriptedServer mirror = ScriptedServer.honest(CONTENT).slowedTo(SLOW);
                Session session = new Session(directory)) {
            Download download =
                    session.download(primary.uri()).mirror(mirror.uri()).build();
            Future<Path> running = background.submit(download::run);
            await().until(() -> download.progress().map(Progress::done).orElse(0L) > 200_000);
            String name = "http://localhost:" + primary.port();
            download.dropServer(name);
            running.get(30, TimeUnit.SECONDS);
            assertThat(session.events()).contains(name + " dropped: dropped by the user");
            session.assertFetched(CONTENT);
        }
    }

    @Test
    void aUserDropsALinkAndItsRestGoesOnFromTheVeryByte() throws Exception {
        List<Integer> starts = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = new ScriptedServer(CONTENT, x -> {
                            starts.add(x.first());
                            x.answerProperly();
                        })
                        .slowedTo(SLOW);
                Session session = new Session(directory, options -> options.linksPerServer(1))) {
            Download download = session.download(server.uri()).build();
            Future<Path> running = background.submit(download::run);
            await().until(() -> download.progress().map(Progress::done).orElse(0L) > 300_000);
            download.dropLink(download.progress().orElseThrow().links().get(0).id());
            running.get(30, TimeUnit.SECONDS);
            session.assertFetched(CONTENT);
            assertThat(starts).hasSizeGreaterThan(1);
            // Nothing was asked for twice: what came before the drop counts.
            assertThat(starts.get(1)).isGreaterThanOrEqualTo(300_000);
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
                Session session = new Session(directory)) {
            session.download(server.uri()).build().run();
            assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
            session.assertFetched(CONTENT);
        }
    }

    @Test
    void aFileWithoutALengthNeedsAChecksumOrLeave() throws Exception {
        try (ScriptedServer server = new ScriptedServer(CONTENT, x -> {
                    x.send("HTTP/1.0 200 OK\r\n\r\n");
                    x.sendContent(0, x.size());
                    x.close();
                });
                Session session = new Session(directory)) {
            assertThatThrownBy(() -> session.download(server.uri()).build().run())
                    .isInstanceOf(DownloadException.class)
                    .hasMessageContaining("does not say where the file ends");
            session.download(server.uri())
                    .checksum(Bytes.sha256(CONTENT))
                    .build()
                    .run();
            session.assertFetched(CONTENT);
        }
    }

    @Test
    void theNameThatTheServerGivesStaysInTheDirectory() throws Exception {
        try (ScriptedServer server = new ScriptedServer(CONTENT, x -> {
                    x.send(x.properHead() + "Content-Disposition: attachment; filename=\"../../evil\"\r\n\r\n");
                    x.sendContent(x.first(), x.last() + 1);
                });
                Session session = new Session(directory)) {
            Path file = Download.builder(session.client(), server.uri())
                    .output(directory)
                    .build()
                    .run();
            assertThat(file).isEqualTo(directory.resolve("evil"));
        }
    }
}
