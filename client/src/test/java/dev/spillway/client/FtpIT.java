/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.api.Failure;
import dev.spillway.client.testing.Bytes;
import dev.spillway.client.testing.Daemon;
import dev.spillway.client.testing.Ports;
import dev.spillway.client.testing.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FTP with REST against a real server, alone and together with HTTP (B1). */
class FtpIT {
    private static final byte[] CONTENT = Bytes.random(30_000_000, 31);
    private static final byte[] SMALL = Bytes.random(40_000, 52);

    @TempDir
    private Path directory;

    private int port;
    private Daemon vsftpd;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        Path root = Files.createDirectories(directory.resolve("root"));
        Files.write(root.resolve("file with blank.bin"), CONTENT);
        Files.write(root.resolve("empty"), new byte[0]);
        Files.write(root.resolve("small"), SMALL);
        port = Ports.free();
        vsftpd = Daemon.vsftpd(directory.resolve("vsftpd"), root, "127.0.0.1", port);
    }

    @AfterEach
    void stop() {
        vsftpd.close();
    }

    private URI uri(String path) {
        return URI.create("ftp://127.0.0.1:" + port + "/" + path);
    }

    private Path get(URI... locations) throws Exception {
        DownloadOptions options =
                DownloadOptions.builder().adaptive(false).linksPerServer(3).build();
        try (DownloadClient client = new DownloadClient(options)) {
            Download.Builder builder = Download.builder(client, locations[0]).output(directory);
            for (int i = 1; i < locations.length; i++) {
                builder.mirror(locations[i]);
            }
            return builder.build().run();
        }
    }

    @Test
    void severalLinksWithRest() throws Exception {
        Path file = get(uri("file%20with%20blank.bin"));
        assertThat(file.getFileName()).hasToString("file with blank.bin");
        assertThat(Files.readAllBytes(file)).isEqualTo(CONTENT);
    }

    @Test
    void togetherWithAServerOfHttp() throws Exception {
        try (ScriptedServer http = ScriptedServer.honest(CONTENT).slowedTo(10_000_000)) {
            assertThat(Files.readAllBytes(get(http.uri(), uri("file%20with%20blank.bin"))))
                    .isEqualTo(CONTENT);
        }
    }

    @Test
    void smallAndEmptyFilesWithoutWaitingForReplies() throws Exception {
        long begin = System.nanoTime();
        assertThat(get(uri("empty"))).isEmptyFile();
        assertThat(get(uri("small"))).hasBinaryContent(SMALL);
        // Each reply that does not come costs 15 s.
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(12));
    }

    @Test
    void aFileThatIsNotThere() {
        assertThatThrownBy(() -> get(uri("nothing")))
                .isInstanceOfSatisfying(
                        DownloadException.class, e -> assertThat(e.failure()).isEqualTo(Failure.NOT_FOUND));
    }
}
