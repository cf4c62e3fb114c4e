/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.testing.Bytes;
import dev.spillway.client.testing.Daemon;
import dev.spillway.client.testing.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers that have an IPv6 address and no other. */
class Ipv6IT {
    private static final byte[] CONTENT = Bytes.random(9_000_000, 91);

    @TempDir
    private Path directory;

    private Path root;
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        boolean there = isThere();
        if (!there) {
            System.err.println("NOT RUN: THIS MACHINE HAS NO IPV6, SO NOTHING IS KNOWN OF IT");
        }
        assumeTrue(there, "no IPv6");
        root = Files.createDirectories(directory.resolve("root"));
        Files.write(root.resolve("file"), CONTENT);
        port = Ports.free();
    }

    private static boolean isThere() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(loopback()))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] loopback() {
        byte[] address = new byte[16];
        address[15] = 1;
        return address;
    }

    private byte[] get(String scheme) throws Exception {
        DownloadOptions options = DownloadOptions.builder().adaptive(false).build();
        try (DownloadClient client = new DownloadClient(options)) {
            return Files.readAllBytes(Download.builder(client, URI.create(scheme + "://[::1]:" + port + "/file"))
                    .output(directory.resolve("out"))
                    .build()
                    .run());
        }
    }

    @Test
    void overHttp() throws Exception {
        String server = "server { listen [::1]:" + port + "; root " + root + "; }\n";
        try (Daemon nginx = Daemon.nginx(directory.resolve("nginx"), server, List.of(), port)) {
            assertThat(get("http")).isEqualTo(CONTENT);
            assertThat(nginx.isAlive()).isTrue();
        }
    }

    @Test
    void overFtp() throws Exception {
        try (Daemon vsftpd = Daemon.vsftpd(directory.resolve("vsftpd"), root, "::1", port)) {
            assertThat(get("ftp")).isEqualTo(CONTENT);
            assertThat(vsftpd.isAlive()).isTrue();
        }
    }
}
