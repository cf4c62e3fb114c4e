/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.api.Failure;
import dev.spillway.client.api.Progress;
import dev.spillway.client.api.ProgressListener;
import dev.spillway.client.testing.Bytes;
import dev.spillway.client.testing.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files, which come with the first answer, and what happens if they do not. */
class ShortDownloadIT {
    private static final byte[] CONTENT = Bytes.random(200_000, 71);

    @TempDir
    private Path directory;

    private final ExecutorService background = Executors.newSingleThreadExecutor();
    private DownloadClient client;

    @BeforeEach
    void open() throws IOException {
        client = new DownloadClient(DownloadOptions.builder().build());
    }

    @AfterEach
    void stop() {
        background.shutdownNow();
        client.close();
    }

    private Download.Builder builder(ScriptedServer server) {
        return Download.builder(client, server.uri()).output(directory.resolve("out"));
    }

    private void assertNothingElseIsLeft() throws IOException {
        assertThat(Files.readAllBytes(directory.resolve("out"))).isEqualTo(CONTENT);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("out"));
        }
    }

    @Test
    void oneRequestBringsAllAndTheListenerHearsOfIt() throws Exception {
        List<String> calls = new CopyOnWriteArrayList<>();
        ProgressListener listener = new ProgressListener() {
            @Override
            public void received() {
                calls.add("received, " + (Files.exists(directory.resolve("out")) ? "named" : "not named yet"));
            }

            @Override
            public void finished(Path file, Progress progress) {
                calls.add("finished with " + progress.done());
            }
        };
        try (ScriptedServer server = ScriptedServer.honest(CONTENT)) {
            builder(server).listener(listener).build().run();
            assertThat(server.requests()).isEqualTo(1);
            assertThat(calls).containsExactly("received, not named yet", "finished with 200000");
            assertThat(client.poolStats().leased()).isZero();
        }
        assertNothingElseIsLeft();
    }

    @Test
    void anEmptyFile() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                new byte[0],
                x -> x.send("HTTP/1.1 416 Empty\r\nContent-Range: bytes */0\r\nContent-Length: 0\r\n\r\n"))) {
            assertThat(builder(server).build().run()).isEmptyFile();
        }
    }

    @Test
    void whatComesSlowlyIsGoneOnWithWhereItWas() throws Exception {
        try (ScriptedServer server = ScriptedServer.honest(CONTENT).slowedTo(250_000)) {
            Download download = builder(server).build();
            Future<Path> running = background.submit(download::run);
            // A link has it by then, as with large files: the user sees it, and may drop it.
            await().until(() -> download.progress()
                    .filter(progress -> !progress.links().isEmpty())
                    .isPresent());
            running.get(30, TimeUnit.SECONDS);
            assertThat(server.requests()).isEqualTo(1);
            assertThat(server.sent()).isEqualTo(CONTENT.length);
        }
        assertNothingElseIsLeft();
    }

    @Test
    void brokenOffItGoesOnFromTheVeryByte() throws Exception {
        List<Integer> starts = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = new ScriptedServer(CONTENT, x -> {
            starts.add(x.first());
            if (x.number() == 1) {
                x.send(x.properHead() + "\r\n");
                x.sendContent(0, 80_000);
                x.close();
            } else {
                x.answerProperly();
            }
        })) {
            builder(server).checksum(Bytes.sha256(CONTENT)).build().run();
        }
        assertThat(starts).containsExactly(0, 80_000);
        assertNothingElseIsLeft();
    }

    @Test
    void cancelledWhileTheServerIsSilentItEndsAtOnce() throws Exception {
        try (ScriptedServer server = new ScriptedServer(CONTENT, x -> {
            x.send(x.properHead() + "\r\n");
            x.sendContent(0, 100_000);
            x.stall();
        })) {
            Download download = builder(server).build();
            Future<Path> running = background.submit(download::run);
            await().until(() -> download.progress()
                    .filter(progress -> progress.done() == 100_000)
                    .isPresent());
            long begin = System.nanoTime();
            download.cancel();
            assertThatThrownBy(() -> running.get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            DownloadException.class,
                            e -> assertThat(e.failure()).isEqualTo(Failure.CANCELLED));
            // The bound for silence is 6 s.
            assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(3));
        }
    }

    @Test
    void aWrongChecksumLeavesNoFile() throws Exception {
        try (ScriptedServer server = ScriptedServer.honest(CONTENT)) {
            Download download =
                    builder(server).checksum(Bytes.sha256(new byte[1])).build();
            assertThatThrownBy(download::run)
                    .isInstanceOfSatisfying(
                            DownloadException.class,
                            e -> assertThat(e.failure()).isEqualTo(Failure.CHECKSUM_MISMATCH));
            assertThat(directory.resolve("out")).doesNotExist();
        }
    }
}
