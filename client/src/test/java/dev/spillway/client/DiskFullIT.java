/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.api.Failure;
import dev.spillway.client.api.Progress;
import dev.spillway.client.testing.Bytes;
import dev.spillway.client.testing.ScriptedServer;
import dev.spillway.client.testing.Shell;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of its own that has too little room, from the start or from the middle of a download on (B8). */
class DiskFullIT {
    private static final int DISK_BYTES = 8 << 20;
    private static final byte[] CONTENT = Bytes.random(6_000_000, 95);
    private static final long RATE = 2_000_000;

    @TempDir
    private Path directory;

    private Path disk;
    private boolean mounted;
    private final ExecutorService background = Executors.newSingleThreadExecutor();

    @BeforeEach
    void mount() throws IOException {
        disk = Files.createDirectories(directory.resolve("disk"));
        try {
            Shell.words("mount -t tmpfs -o size=" + DISK_BYTES + " spillway-test " + disk);
            mounted = true;
        } catch (IOException e) {
            System.err.println(
                    "NOT RUN: NOTHING CAN BE MOUNTED HERE, SO NOTHING IS KNOWN OF FULL DISKS: " + e.getMessage());
        }
        assumeTrue(mounted, "no right to mount");
    }

    @AfterEach
    void unmount() throws IOException {
        background.shutdownNow();
        if (mounted) {
            Shell.words("umount " + disk);
        }
    }

    private Download download(DownloadClient client, ScriptedServer server) {
        return Download.builder(client, server.uri())
                .output(disk.resolve("out"))
                .build();
    }

    private static DownloadClient client() throws IOException {
        return new DownloadClient(DownloadOptions.builder().build());
    }

    @Test
    void aDiskThatFillsUpEndsTheDownloadAndTheNextGoesOn() throws Exception {
        Path filler = disk.resolve("filler");
        try (ScriptedServer server = ScriptedServer.honest(CONTENT).slowedTo(RATE);
                DownloadClient client = client()) {
            Download first = download(client, server);
            Future<Path> running = background.submit(first::run);
            await().until(() -> first.progress().map(Progress::done).orElse(0L) > 500_000);
            fill(filler);
            assertThatThrownBy(() -> running.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            DownloadException.class,
                            e -> assertThat(e.failure()).isEqualTo(Failure.LOCAL_FILE));
            assertThat(disk.resolve("out")).doesNotExist();

            Files.delete(filler);
            long before = server.sent();
            download(client, server).run();
            assertThat(server.sent() - before).isLessThan(CONTENT.length);
        }
        assertThat(Files.readAllBytes(disk.resolve("out"))).isEqualTo(CONTENT);
    }

    private static void fill(Path file) throws IOException {
        byte[] zeros = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(zeros);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    @Test
    void tooLittleRoomIsToldAtTheBeginning() throws Exception {
        try (ScriptedServer server = ScriptedServer.honest(new byte[DISK_BYTES + 1]);
                DownloadClient client = client()) {
            assertThatThrownBy(() -> download(client, server).run())
                    .hasMessageContaining("no room for " + (DISK_BYTES + 1) + " more bytes");
        }
    }
}
