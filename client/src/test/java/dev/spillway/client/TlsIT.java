/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.api.DownloadOptionsBuilder;
import dev.spillway.client.api.Failure;
import dev.spillway.client.testing.Bytes;
import dev.spillway.client.testing.Certificates;
import dev.spillway.client.testing.Exchange;
import dev.spillway.client.testing.ScriptedServer;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server must prove who it is; nothing is fetched from one that cannot. */
class TlsIT {
    private static final byte[] CONTENT = Bytes.random(6_000_000, 51);

    @TempDir
    private Path directory;

    private Certificates certificates;

    @BeforeEach
    void prepare() {
        certificates = new Certificates(directory);
    }

    private Path get(ScriptedServer server, DownloadOptionsBuilder options) throws Exception {
        Duration bound = Duration.ofSeconds(5);
        DownloadOptions built =
                options.connectTimeout(bound).answerTimeout(bound).attempts(2).build();
        try (DownloadClient client = new DownloadClient(built)) {
            return Download.builder(client, server.uri())
                    .output(directory.resolve("out"))
                    .build()
                    .run();
        }
    }

    private void refused(ScriptedServer server, DownloadOptionsBuilder options, Failure failure) {
        assertThatThrownBy(() -> get(server, options))
                .isInstanceOfSatisfying(
                        DownloadException.class, e -> assertThat(e.failure()).isEqualTo(failure));
        assertThat(directory.resolve("out")).doesNotExist();
    }

    private ScriptedServer server(String name, int days) throws Exception {
        return new ScriptedServer(certificates.listener(name, days), "https", CONTENT, Exchange::answerProperly);
    }

    @Test
    void aTrustedServerOverSeveralLinks() throws Exception {
        try (ScriptedServer server = server("localhost", 30)) {
            Path authority = certificates.authority("localhost", 30);
            Path file =
                    get(server, DownloadOptions.builder().authorities(authority).adaptive(false));
            assertThat(Files.readAllBytes(file)).isEqualTo(CONTENT);
        }
    }

    @Test
    void anUnknownAuthorityIsRefused() throws Exception {
        try (ScriptedServer server = server("localhost", 30)) {
            refused(server, DownloadOptions.builder(), Failure.TLS);
        }
    }

    @Test
    void anotherNameIsRefused() throws Exception {
        try (ScriptedServer server = server("elsewhere.example", 30)) {
            Path authority = certificates.authority("elsewhere.example", 30);
            refused(server, DownloadOptions.builder().authorities(authority), Failure.TLS);
        }
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        try (ScriptedServer server = server("localhost", 1)) {
            Path authority = certificates.authority("localhost", 1);
            refused(server, DownloadOptions.builder().authorities(authority), Failure.TLS);
        }
    }

    @Test
    void plainTextWhereTlsIsExpectedIsRefused() throws Exception {
        try (ScriptedServer plain =
                new ScriptedServer(new ServerSocket(0), "https", CONTENT, Exchange::answerProperly)) {
            refused(plain, DownloadOptions.builder(), Failure.NETWORK);
        }
    }

    @Test
    void aRedirectFromTlsToPlainTextIsRefused() throws Exception {
        try (ScriptedServer plain = ScriptedServer.honest(CONTENT);
                ScriptedServer secure = new ScriptedServer(
                        certificates.listener("localhost", 30),
                        "https",
                        CONTENT,
                        x -> x.send(
                                "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + plain.uri() + "\r\n\r\n"))) {
            Path authority = certificates.authority("localhost", 30);
            refused(secure, DownloadOptions.builder().authorities(authority), Failure.SERVER_MISBEHAVED);
            assertThat(plain.requests()).isZero();
        }
    }
}
