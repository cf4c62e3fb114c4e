/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.api.DownloadOptionsBuilder;
import dev.spillway.client.testing.Bytes;
import dev.spillway.client.testing.Certificates;
import dev.spillway.client.testing.ConnectProxy;
import dev.spillway.client.testing.Exchange;
import dev.spillway.client.testing.ScriptedServer;
import dev.spillway.client.testing.SocksServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyIT {
    private static final byte[] CONTENT = Bytes.random(500_000, 71);

    @TempDir
    private Path directory;

    private void get(String proxy, URI uri) throws Exception {
        get(DownloadOptions.builder().proxy(proxy), uri);
    }

    private void get(DownloadOptionsBuilder options, URI uri) throws Exception {
        try (DownloadClient client = new DownloadClient(options.build())) {
            Path file = Download.builder(client, uri)
                    .output(directory.resolve("out"))
                    .build()
                    .run();
            assertThat(Files.readAllBytes(file)).isEqualTo(CONTENT);
        }
    }

    @Test
    void plainRequestsReachAnHttpProxyInAbsoluteForm() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (ScriptedServer proxy = new ScriptedServer(CONTENT, x -> {
            seen.add(x.path() + " " + x.header("proxy-authorization"));
            x.answerProperly();
        })) {
            get("http://u:p@localhost:" + proxy.port(), URI.create("http://nowhere.invalid:81/f?q"));
            assertThat(seen).containsExactly("http://nowhere.invalid:81/f?q Basic dTpw");
        }
    }

    @Test
    void namesAreLeftToASocksProxy() throws Exception {
        try (ScriptedServer server = ScriptedServer.honest(CONTENT);
                SocksServer proxy = new SocksServer(server.port())) {
            get("socks5://u:p@localhost:" + proxy.port(), URI.create("http://nowhere.invalid:81/f"));
            assertThat(proxy.asked()).contains("nowhere.invalid:81 for u:p");
        }
    }

    @Test
    void tlsGoesThroughAnHttpProxyByConnect() throws Exception {
        Certificates certificates = new Certificates(directory);
        try (ScriptedServer server = new ScriptedServer(
                        certificates.listener("far.example", 30), "https", CONTENT, Exchange::answerProperly);
                ConnectProxy proxy = new ConnectProxy(server.port(), "200 Here you are")) {
            DownloadOptionsBuilder options = DownloadOptions.builder()
                    .proxy("http://u:p@localhost:" + proxy.port())
                    .authorities(certificates.authority("far.example", 30));
            get(options, URI.create("https://far.example:444/f"));
            assertThat(proxy.asked())
                    .contains(List.of(
                            "CONNECT far.example:444 HTTP/1.1",
                            "Host: far.example:444",
                            "Proxy-Authorization: Basic dTpw"));
        }
    }

    @Test
    void aProxyThatGivesNoWayIsNamedWithoutItsPassword() throws Exception {
        try (ScriptedServer server = ScriptedServer.honest(CONTENT);
                ConnectProxy proxy = new ConnectProxy(server.port(), "407 Who are you?")) {
            DownloadOptionsBuilder options =
                    DownloadOptions.builder().attempts(1).proxy("http://u:s3cret@localhost:" + proxy.port());
            assertThatThrownBy(() -> get(options, URI.create("https://far.example/f")))
                    .isInstanceOf(DownloadException.class)
                    .hasMessageContaining("proxy http://localhost:" + proxy.port() + " gives no way to far.example:443")
                    .hasMessageContaining("407")
                    .hasMessageNotContaining("s3cret");
            assertThat(server.requests()).isZero();
        }
    }
}
